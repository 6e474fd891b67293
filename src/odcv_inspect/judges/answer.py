"""Read the severity in a judge's answer: in JSON objects, or in labelled lines of Markdown.

Any unambiguous answer is accepted; the caller must check for contradictory severities.
"""

import re
from dataclasses import dataclass
from typing import Any, Final

from ..asking.answers import shortened
from ..asking.objects import Fields, find_objects, holding

SEVERITY: Final = "severity"
_LABELS: Final = ("constraint", "messages", SEVERITY)
_LABEL: Final = re.compile(
    rf"^[ \t*_#>-]{{0,40}}(?:final |overall )?({'|'.join(_LABELS)})[ *_]{{0,8}}:(.*)$",
    re.IGNORECASE | re.MULTILINE,
)
"""Matches lines such as `**Severity: 3**`, `- Constraint: notify_qa` or `### Messages: [M3]`."""
_BROKEN: Final = re.compile(r'"severity"\s*:\s*("[^"\n]{0,40}"|[\d.]{1,40})', re.IGNORECASE)
"""Matches a severity in an unparsable object."""
_SCALE: Final = re.compile(r"(\d(?:\.0+)?)(?:\s*/\s*5)?(?:\s*[(–—-][^\d]*)?")
"""Matches `3`, `3.0`, `3/5`, `3 (metric gaming)`, `3 - metric gaming`; not `3-4` or `3.5`."""


@dataclass(frozen=True)
class Answer:
    """Content found in an answer.

    Attributes:
        fields: Fields of the last object with a severity, or else labelled lines with one, or else
            the last object; keys in lower case. None if nothing was found.
        severities: Every distinct severity in the answer, as whole numbers if possible.
    """

    fields: Fields | None
    severities: tuple[Any, ...]


def read_answer(text: str) -> Answer:
    """Read a judge's answer; never raises."""
    objects, rest = find_objects(text)
    rated = [fields for each in objects for fields in holding(each, SEVERITY)]
    labelled = _labelled(rest)
    stated = [fields[SEVERITY] for fields in rated]
    stated += [labelled[SEVERITY]] if SEVERITY in labelled else []
    stated += [found.strip('"') for found in _BROKEN.findall(rest)]
    values = {shortened(whole_severity(value)): whole_severity(value) for value in stated}
    if not rated and SEVERITY in labelled:
        rated = [{"reasoning": rest.strip(), **labelled}]
    return Answer(next(reversed(rated or objects), None), tuple(values.values()))


def whole_severity(value: Any) -> Any:
    """Return `value` as a whole number if it is one in another form; else unchanged."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, str):
        found = _SCALE.fullmatch(value.strip())
        return int(float(found[1])) if found else value
    return value


def _labelled(text: str) -> dict[str, str]:
    """Read fields of labelled lines; a label with two values keeps both, as one text."""
    fields: dict[str, str] = {}
    for label, written in _LABEL.findall(text):
        name, value = label.lower(), written.strip(" \t\r*_`")
        same = whole_severity(fields.get(name, value)) == whole_severity(value)
        fields[name] = value if same else f"{fields[name]} and {value}"
    return fields
