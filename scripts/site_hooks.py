"""Hooks of the documentation site: formulas as MathML, which browsers show without a script."""

import html
import re

from latex2mathml.converter import convert

FORMULA = re.compile(r'<(span|div) class="arithmatex">\\[(\[](.*?)\\[)\]]</\1>', re.DOTALL)


def on_page_content(content: str, **_: object) -> str:
    """Replace the formulas of a page."""
    return FORMULA.sub(_mathml, content)


def _mathml(found: "re.Match[str]") -> str:
    display = "inline" if found.group(1) == "span" else "block"
    return convert(html.unescape(found.group(2)), display=display)
