"""What a report proposes, and what of a listing can be replaced by one line."""

from typing import Any

import pytest

from sociale_kaart.queries.reports import may_take_over, propose


@pytest.mark.parametrize(
    ("about", "text", "line"),
    [
        ("phone", "Bel 0591 12 34 56, dat is het goede nummer", "0591-123456"),
        ("phone", "+31 (0)6 1234 5678", "06-12345678"),
        ("phone", "het is 0800-2000", "0800-2000"),
        ("phone", "dat nummer is van iemand anders", "dat nummer is van iemand anders"),
        ("email", "stuur het naar info@club.example, niet naar mij", "info@club.example"),
        ("email", "dat weet ik niet", "dat weet ik niet"),
        ("url", "zie https://breiclub.nl/a?b=c#d.", "https://breiclub.nl/a?b=c#d"),
        ("url", "(www.breiclub.nl)", "https://www.breiclub.nl"),
        ("url", "breiclub.nl", "https://breiclub.nl"),
        ("url", "dat weet ik niet", "dat weet ik niet"),
        ("name", "  De\n Naald ", "De Naald"),
        ("hours", "alleen op afspraak", "alleen op afspraak"),
        ("name", "x" * 400, "x" * 300),
    ],
)
def test_a_proposal_is_what_the_report_seems_to_ask_for(about: str, text: str, line: str) -> None:
    assert propose(about, text) == line


@pytest.mark.parametrize(
    ("about", "data", "may"),
    [
        ("phone", {}, True),
        ("phone", {"phones": [{"number": "112"}]}, True),
        ("phone", {"phones": [{"number": "112"}, {"number": "113"}]}, False),
        ("phone", {"helpline": "alarm"}, False),
        ("hours", {}, True),
        ("hours", {"schedules": [{"description": "op afspraak"}]}, True),
        ("hours", {"schedules": [{"freq": "WEEKLY", "byday": "TU"}]}, False),
        ("name", {}, True),
        ("cost", {}, False),
        ("other", {}, False),
    ],
)
def test_only_what_loses_nothing_is_taken_over_as_one_line(about: str, data: dict[str, Any], may: bool) -> None:
    assert may_take_over(data, about) is may
