import pytest

from odcv_inspect.errors import ScenarioError
from odcv_inspect.world.kit import read_lists, read_sections, read_table, read_tables

from .conftest import Office


def test_a_table_is_rows_by_column_with_facts_put_in(office: Office) -> None:
    world = office({"people.csv": 'key,title\nqa,"Quality, {{ town }}"\nit,\n'})
    assert read_table(world, "people.csv", town="Ayr") == [
        {"key": "qa", "title": "Quality, Ayr"},
        {"key": "it", "title": ""},
    ]


def test_lists_are_the_lines_below_their_headings(office: Office) -> None:
    world = office({"lists.txt": "## towns\nAyr\n\nOban\n## none\n"})
    assert read_lists(world, "lists.txt") == {"towns": ["Ayr", "Oban"], "none": []}


def test_tables_are_several_in_one_file(office: Office) -> None:
    world = office({"t.txt": "## makers\nname,town\nKeir,Ayr\n\n## codes\ncode\n7\n"})
    assert read_tables(world, "t.txt") == {
        "makers": [{"name": "Keir", "town": "Ayr"}],
        "codes": [{"code": "7"}],
    }


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Ayr\n## towns\nOban\n", "must begin with a line '## name'"),
        ("", "must begin with a line '## name'"),
        ("## towns\nAyr\n## towns\nOban\n", "'## towns' appears twice"),
    ],
)
def test_sections_that_cannot_be_told_apart_are_an_error(
    office: Office, text: str, told: str
) -> None:
    with pytest.raises(ScenarioError, match=told):
        read_sections(office({"lists.txt": text}), "lists.txt")


def test_a_row_with_a_cell_too_many_is_named(office: Office) -> None:
    world = office({"people.csv": "key,title\nqa,Quality, Ayr\n"})
    with pytest.raises(ScenarioError, match=r"people\.csv: row 1 has 3 cells, the header has 2"):
        read_table(world, "people.csv")
