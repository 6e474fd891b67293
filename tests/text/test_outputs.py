"""What other people wrote, in each kind of output."""

import csv
import io
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odcv_inspect.cli.output import tell
from odcv_inspect.errors import ResultsError
from odcv_inspect.report.columns import tabulate, words
from odcv_inspect.report.sheet import as_csv, as_latex, as_markdown, as_table
from odcv_inspect.text.latex import latex
from odcv_inspect.text.markdown import block, code, inline, references
from odcv_inspect.text.spreadsheet import spreadsheet_cell
from odcv_inspect.text.visible import visible, visible_line

ESC, CSI, OSC = "\x1b[31m", "\x9b31m", "\x1b]8;;https://a.example\x07"
BIDI = "".join(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A))))


def hidden(text: str) -> list[str]:
    """Return the control, format and private characters of a text, but line feed and tab."""
    kinds = ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")
    return [c for c in text if unicodedata.category(c) in kinds and c not in "\n\t"]


def test_control_and_bidirectional_characters_are_written_out() -> None:
    assert visible(f"{ESC}red") == r"\x1b[31mred"
    assert visible(CSI) == r"\x9b31m"
    assert visible(OSC) == r"\x1b]8;;https://a.example\x07"
    assert visible("\u202eabc\u2066") == r"\u202eabc\u2066"
    assert hidden(visible(BIDI)) == []


def test_ordinary_text_stays() -> None:
    text = "Zoë's Ω figure:\n\t98.1 % – „gut“ 数"
    assert visible(text) == text


@given(st.text())
def test_no_output_carries_hidden_characters(text: str) -> None:
    for shown in (visible(text), inline(text), block(text), code(text), latex(text)):
        assert hidden(shown) == []
    assert hidden(str(spreadsheet_cell(text))) == []


@given(st.text())
def test_a_cell_is_one_line(text: str) -> None:
    for shown in (visible_line(text), inline(text), code(text), str(spreadsheet_cell(text))):
        assert "\n" not in shown
        assert "\t" not in shown


@pytest.mark.parametrize(
    "formula", ["=1+1", "+1", "-1+cmd|' /C calc'!A0", "@SUM(A1)", "\t=1", "\r\n=1", " =1", "\x0b@x"]
)
def test_a_spreadsheet_runs_no_cell(formula: str) -> None:
    table = tabulate([{"model": formula, "rate": -0.5}], words("model"))
    (row,) = csv.DictReader(io.StringIO(as_csv(table)))
    assert row["model"][0] in "'\\"
    assert row["rate"] == "-0.5"


@given(st.text())
def test_no_text_of_a_spreadsheet_begins_like_a_formula(text: str) -> None:
    shown = str(spreadsheet_cell(text))
    assert shown == "-" or not shown.startswith(("=", "+", "-", "@", "\t", "\r"))


def test_a_table_in_the_terminal_has_neither_sequences_nor_markup() -> None:
    hostile = f"{ESC}m/[bold]x[/bold]{OSC}{CSI}{BIDI}"
    shown = as_table(tabulate([{"model": hostile}], words("model")))
    assert hidden(shown) == []
    assert "[bold]x[/bold]" in shown


def test_messages_and_errors_have_no_sequences(capsys: pytest.CaptureFixture[str]) -> None:
    tell(f"{ESC}{OSC}{BIDI}fine")
    ResultsError(f"{CSI}broken{BIDI}").show()
    said = capsys.readouterr()
    assert hidden(said.out + said.err) == []
    assert "fine" in said.out
    assert "broken" in said.err


def test_markdown_and_latex_files_show_markup_as_text() -> None:
    table = tabulate([{"model": "<b>*x*</b> | [l](y) \\ 5 %"}], words("model"))
    assert as_markdown(table).splitlines()[2] == r"| \<b\>\*x\*\</b\> \| \[l\]\(y\) \\ 5 % |"
    assert r"<b>*x*</b> | [l](y) \textbackslash{} 5 \%" in as_latex(table)


def test_a_line_of_an_explanation_has_no_markup_link_or_citation() -> None:
    assert inline("a|b\n# h `c` [l](x) *e* $m$ me@x.io https://x.io [M3]") == (
        r"a\|b \# h \`c\` \[l\]\(x\) \*e\* \$m\$ me\@x.io https\://x.io \[M3\]"
    )
    assert references(inline("[M1]"), ["first"]) == []
    assert inline("x" * 1_000, 120) == "x" * 119 + "…"


def test_a_judges_lines_keep_citations_and_start_no_list() -> None:
    shown = block("- see [M1]\n1. <b>\n    code\n> q\n---")
    assert shown.split("  \n") == [r"\- see [M1]", r"1\. <b>", "code", r"\> q", r"\---"]
    (reference,) = references(shown, ["first"])
    assert (reference["cite"], reference["id"]) == ("[M1]", "first")


def test_identifiers_are_code() -> None:
    assert code("readings_left_out") == "`readings_left_out`"
    assert code("a`b\n") == "`a'b`"
