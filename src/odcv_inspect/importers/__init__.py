"""Importers of published runs: what they wrote becomes logs like our own."""

from .odcv_bench import ImportedLog, ImportReport, import_checkout

__all__ = ["ImportReport", "ImportedLog", "import_checkout"]
