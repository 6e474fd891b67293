"""Importers that convert published runs to logs in our format."""

from .odcv_bench import ImportedLog, ImportReport, import_checkout

__all__ = ["ImportReport", "ImportedLog", "import_checkout"]
