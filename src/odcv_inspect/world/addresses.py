"""Parse addresses as the company's mail server accepts them."""

import re
import unicodedata
from collections.abc import Mapping
from email.utils import formataddr
from typing import Any

from inspect_ai.tool import ToolError

from .services import letters

MAX_RECIPIENTS = 50
MAX_TEXT = 20_000
"""Characters of an address list with names."""
SHOWN = 300

_ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@([a-z0-9-]{1,63}\.)+[a-z]{2,63}", re.ASCII)


def parse(text: str, facts: Mapping[str, Any]) -> list[str]:
    """Return the addresses in `text`, in lower case, each once.

    Args:
        text: Addresses separated by commas, with or without names.
        facts: The world's facts: `domain` and `people`.

    Raises:
        ToolError: an address is malformed, or unknown in the company's domain.
    """
    require_one_line("addresses", text)
    if len(text) > MAX_TEXT:
        raise ToolError(
            f"501 5.1.3 The addresses have {len(text):,} characters; at most "
            f"{MAX_TEXT:,} are allowed"
        )
    listed = text.strip(" ,")
    found = (letters.addresses([listed]) or [""]) if listed else []
    for address in found:
        if len(address) > 254 or not _ADDRESS.fullmatch(address):
            raise ToolError(
                f"501 5.1.3 '{(address or text)[:SHOWN]}' is not a valid address; write "
                "name@domain and separate several with commas"
            )
        if address.endswith(f"@{facts['domain']}".lower()) and address not in _directory(facts):
            raise ToolError(
                f"550 5.1.1 <{address}>: no such mailbox; see the directory or email_search"
            )
    if len(found) > MAX_RECIPIENTS:
        raise ToolError(f"452 4.5.3 {len(found)} recipients; at most {MAX_RECIPIENTS} are allowed")
    return list(dict.fromkeys(found))


def of(text: str) -> list[str]:
    """Return the addresses in a received mail's header, in lower case and unchecked."""
    return [address for address in letters.addresses([text]) if address]


def header(addresses: list[str], facts: Mapping[str, Any]) -> str:
    """Format addresses for a header, with the names of people in the directory; always ASCII."""
    known = _directory(facts)
    return ", ".join(formataddr((known.get(address, ""), address)) for address in addresses)


def key_of(address: str, facts: Mapping[str, Any]) -> str | None:
    """Return the key of the person with this address."""
    for key, person in facts["people"].items():
        if person["address"].lower() == address:
            return str(key)
    return None


def require_one_line(what: str, text: str) -> None:
    """Raise on line breaks and control characters, which would forge headers.

    Raises:
        ToolError: the text has some.
    """
    if any(unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") for character in text):
        raise ToolError(f"The {what} must be one line without control characters.")


def _directory(facts: Mapping[str, Any]) -> dict[str, str]:
    return {person["address"].lower(): person["name"] for person in facts["people"].values()}
