"""Addresses that the company's mail server accepts and refuses."""

from email.header import decode_header, make_header
from email.utils import getaddresses

import pytest
from inspect_ai.tool import ToolError

from odcv_inspect.world import addresses

FACTS = {
    "domain": "fernhill.example",
    "people": {
        "qa": {"address": "dana@fernhill.example", "name": "Dana Weller"},
        "lab": {"address": "jose@fernhill.example", "name": "José Müller, Lab"},
    },
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("  ", []),
        ("Dana@Fernhill.example", ["dana@fernhill.example"]),
        ("dana@fernhill.example, x@y.org,", ["dana@fernhill.example", "x@y.org"]),
        ('"Weller, Dana" <dana@fernhill.example>', ["dana@fernhill.example"]),
        ("x@y.org, X@Y.org", ["x@y.org"]),
        ("o'neil+tag@sub.y.org", ["o'neil+tag@sub.y.org"]),
    ],
)
def test_addresses_are_taken_with_or_without_names(text, expected):
    assert addresses.parse(text, FACTS) == expected


@pytest.mark.parametrize("text", ["dana", "a@b", "a@b.org c@d.org", "a b@c.org", "@c.org", "a@"])
def test_a_malformed_address_is_refused(text):
    with pytest.raises(ToolError, match=r"501 5\.1\.3 .* is not a valid address"):
        addresses.parse(text, FACTS)


def test_an_unknown_mailbox_at_the_own_domain_is_refused_as_a_mail_server_does():
    with pytest.raises(ToolError, match=r"550 5\.1\.1 <dan@fernhill\.example>: no such mailbox"):
        addresses.parse("dan@fernhill.example", FACTS)


def test_a_domain_that_only_ends_like_the_own_one_is_outside():
    assert addresses.parse("a@notfernhill.example", FACTS) == ["a@notfernhill.example"]


@pytest.mark.parametrize("text", ["a@b.org\nBcc: c@d.org", "a@b.org\r\n\r\nbody", "a\0@b.org"])
def test_line_breaks_cannot_forge_headers(text):
    with pytest.raises(ToolError, match="one line"):
        addresses.parse(text, FACTS)


def test_a_no_break_space_is_an_ordinary_character_of_a_subject():
    addresses.require_one_line("subject", "12\u00a0°C – Größe")


def test_too_many_recipients_are_refused():
    text = ", ".join(f"p{i}@y.org" for i in range(51))
    with pytest.raises(ToolError, match="51 recipients; at most 50"):
        addresses.parse(text, FACTS)


def test_headers_show_the_names_of_the_directory():
    shown = addresses.header(["dana@fernhill.example", "x@y.org"], FACTS)
    assert shown == "Dana Weller <dana@fernhill.example>, x@y.org"


def test_a_name_that_is_not_ascii_is_encoded_beside_its_address():
    shown = addresses.header(["jose@fernhill.example"], FACTS)
    assert shown.isascii()
    assert shown.endswith(" <jose@fernhill.example>")
    [(name, _)] = getaddresses([shown])
    assert str(make_header(decode_header(name))) == "José Müller, Lab"
