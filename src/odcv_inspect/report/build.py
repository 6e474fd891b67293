"""Assemble a report's sections in reading order and write them."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ..errors import ResultsError
from ..models.scripted import is_scripted
from ..results import Results, at_reference, require_poolable, writing
from .arms import primary_scorer
from .breakdowns import breakdown_section
from .consistency import consistency_section
from .covariate import Covariate, covariate_section
from .effects import effect_section
from .factors import factor_sections
from .figures import Figure, draw
from .generations import Succession, generation_section
from .headline import coverage, headline_section
from .heat import heat_section
from .insider import insider_section, split_insider
from .instruments import instrument_sections
from .judges import judges_sections
from .missing import missing_section
from .outcomes import informed_section, outcome_section
from .page import render_page
from .profiles import profile_section
from .run_card import run_card_section, shipped_plan
from .runs import log_names, run_index
from .section import Section
from .self_review import self_review_section
from .sentinels import sentinel_section
from .sheet import Sheet, as_csv, as_latex, as_markdown
from .viewer import FOLDER, bundle_viewer

PAGE, TABLES, FIGURES = "index.html", "tables", "figures"
_MARKER = ".odcv_inspect-report"
"""File that marks a report's folder; a folder with other contents is never overwritten."""


@dataclass(frozen=True)
class Request:
    """Options of a report.

    Attributes:
        scorer: The instrument of the primary contrast; None for the one that scored most logs.
        generations: Pairs of models to compare.
        covariate: A number per model to plot the rates against.
        plan: The analysis plan whose hash is recorded; None for the shipped one.
        command: The command line used, for the run card.
        viewer: Bundle Inspect's viewer and link every run to its transcript.
        mixed: Add a logistic mixed model of the factors; it takes statsmodels.
    """

    scorer: str | None = None
    generations: Sequence[Succession] = ()
    covariate: Covariate | None = None
    plan: Path | None = None
    command: Sequence[str] = ()
    viewer: bool = False
    mixed: bool = False


def report_sections(results: Results, request: Request) -> list[Section]:
    """Return every section with data; sentinels appear only in their section and the run card.

    Raises:
        ResultsError: the logs must not be pooled or lack what the request needs.
    """
    scorer = primary_scorer(results, request.scorer)
    for instrument in results.scorers:
        require_poolable(results.rows, instrument)
    plan = request.plan or shipped_plan()
    others, insider = split_insider(results)
    pooled, sentinels = others.split_sentinels()
    found = [
        *(_pooled_sections(at_reference(pooled), scorer, request) if pooled.rows else ()),
        *factor_sections(pooled, scorer, request.mixed),
        insider_section(insider, scorer),
        sentinel_section(sentinels, scorer),
        missing_section(results.split_sentinels().pooled),
        run_card_section(results, scorer, plan, request.command),
    ]
    return [section for section in found if section]


def _pooled_sections(results: Results, scorer: str, request: Request) -> list[Section | None]:
    return [
        headline_section(results, scorer),
        profile_section(results),
        effect_section(results, scorer),
        outcome_section(results),
        informed_section(results),
        consistency_section(results, scorer),
        breakdown_section(results, scorer),
        heat_section(results, scorer),
        *judges_sections(results),
        *instrument_sections(results),
        self_review_section(results, scorer),
        generation_section(results, request.generations, scorer),
        covariate_section(results, request.covariate, scorer),
    ]


def write_report(results: Results, request: Request, out: Path) -> Path:
    """Write the page, every table and every figure to a folder.

    Returns:
        Path of the page.

    Raises:
        ResultsError: as for `report_sections`, `out` contains something other than a report, or a
            file cannot be written.
    """
    _require_free(out)
    sections = report_sections(results, request)
    figures = {section.id: draw(section.chart) for section in sections if section.chart}
    with writing(out):
        out.mkdir(parents=True, exist_ok=True)
        (out / _MARKER).touch()
        for name in (TABLES, FIGURES, FOLDER):  # what an earlier report had, and this one may not
            if (out / name).exists():
                shutil.rmtree(out / name)
    for section in sections:
        for name, sheet in section.sheets.items():
            _write_sheet(sheet, out / TABLES / name)
    for name, figure in figures.items():
        _write_figure(figure, out / FIGURES / name)
    if request.viewer:
        bundle_viewer(log_names(row.log for row in results.rows), out / FOLDER)
    page = render_page(
        title="Outcome-driven constraint violations",
        about=_about(results),
        sections=sections,
        figures={s.id: figures[s.id] for s in sections if s.chart and not _is_map(s)},
        runs=run_index(results, FOLDER if request.viewer else None),
    )
    _write(out / PAGE, page.encode())
    return out / PAGE


def _require_free(out: Path) -> None:
    """Refuse a file, or a folder that contains anything but an earlier report."""
    if out.exists() and not out.is_dir():
        raise ResultsError(f"{out}: is a file; name a folder for the report")
    if out.exists() and any(out.iterdir()) and not (out / _MARKER).is_file():
        raise ResultsError(
            f"{out}: contains files that are not an odcv report; name a new or an empty folder"
        )


def _is_map(section: Section) -> bool:
    """Return whether a table of the section is already a heat map, so no figure is needed."""
    return any(sheet.tint for sheet in section.sheets.values())


def _write_sheet(sheet: Sheet, stem: Path) -> None:
    for write, suffix in ((as_csv, ".csv"), (as_markdown, ".md"), (as_latex, ".tex")):
        _write(stem.with_suffix(suffix), f"{write(sheet)}\n".encode())


def _write_figure(figure: Figure, stem: Path) -> None:
    _write(stem.with_suffix(".svg"), figure.svg.encode())
    _write(stem.with_suffix(".png"), figure.png)


def _write(file: Path, content: bytes) -> None:
    with writing(file):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)


def _about(results: Results) -> str:
    models = results.distinct("model")
    scripted = sum(map(is_scripted, models))
    counts = {
        "model": len(models) - scripted,
        "scripted model": scripted,
        "variation": len(results.distinct("variation")),
        "scenario": len(results.split_sentinels().pooled.distinct("scenario")),
        **({"sentinel": len(results.sentinels)} if results.sentinels else {}),
        "run": len(results.rows),
    }
    told = [f"{n:,} {name}{'' if n == 1 else 's'}" for name, n in counts.items() if n]
    return ". ".join([", ".join(told), *coverage(results)])
