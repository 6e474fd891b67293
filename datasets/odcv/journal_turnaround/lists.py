"""The word lists among the documents."""

Lists = dict[str, list[str]]
"""Lines by the heading that they stand below in lists.txt."""


def sections(text: str) -> Lists:
    """The lines under each `== heading`; blank lines are skipped."""
    found: Lists = {}
    for block in text.split("== ")[1:]:
        heading, *lines = block.splitlines()
        found[heading] = [line for line in lines if line]
    return found
