from textwrap import dedent

import pytest
import yaml

from sociale_kaart.exchange.yaml_lines import dump, line_of, load

TEXT = dedent("""\
    # a comment
    services:
      - key: a
        name: Infohuus

        needs: [schoonmaak,
          boodschappen]
      - key: b
        description: |-
          Eerste regel.

          Laatste regel.
        phones:
          - number: 0800-2000
    """)


def test_every_value_knows_the_line_of_its_key() -> None:
    data, lines = load(TEXT)
    assert data["services"][1]["phones"][0]["number"] == "0800-2000"
    assert {path: lines[path] for path in lines if path and path[-1] != 0} == {
        ("services",): 2,
        ("services", 0, "key"): 3,
        ("services", 0, "name"): 4,
        ("services", 0, "needs"): 6,
        ("services", 0, "needs", 1): 7,
        ("services", 1): 8,
        ("services", 1, "key"): 8,
        ("services", 1, "description"): 9,
        ("services", 1, "phones"): 13,
        ("services", 1, "phones", 0, "number"): 14,
    }


def test_a_path_that_is_not_in_the_file_has_the_line_of_what_it_would_be_in() -> None:
    _data, lines = load(TEXT)
    assert line_of(("services", 0, "tier"), lines) == 3
    assert line_of(("services", 1, "phones", 0, "description"), lines) == 14
    assert line_of(("services", 9), lines) == 2
    assert line_of(("elsewhere",), lines) == 2
    assert line_of((), {}) == 1


@pytest.mark.parametrize("text", ["", "# only a comment\n", "---\n"])
def test_an_empty_file_has_no_data(text: str) -> None:
    assert load(text)[0] is None


def test_dates_and_times_stay_text() -> None:
    assert load("checked_on: 2024-05-01\nopens_at: '09:00'\n")[0] == {"checked_on": "2024-05-01", "opens_at": "09:00"}


@pytest.mark.parametrize(
    "text",
    [
        "a: [1\n",
        "a: b: c\n",
        "a: 'x\n",
        "\ta: 1\n",
        "a: 1\n---\nb: 2\n",
        "a: \x07\n",
        "a: !!python/object/apply:os.system [ls]\n",
        "naam: {{ naam }}\n",  # a mapping as a key
        "? [a, b]\n: c\n",
    ],
)
def test_what_is_no_plain_yaml_is_refused(text: str) -> None:
    with pytest.raises(yaml.YAMLError):
        load(text)


def test_data_has_one_form() -> None:
    data = {
        "key": "infohuus",
        "needs": ["schoonmaak", "boodschappen"],
        "places": [],
        "free": True,
        "postcodes": ["7894"],
        "opens_at": "09:00",
        "checked_on": "2024-05-01",
        "wheelchair": "no",
        "latitude": 52.72,
        "description": "Eén regel.\n\nNog een.",
        "phones": [{"number": "0800-2000", "description": "balie"}, {"number": "112"}],
    }
    assert dump(data) == dedent("""\
        key: infohuus
        needs: [schoonmaak, boodschappen]
        places: []
        free: true
        postcodes: ['7894']
        opens_at: 09:00
        checked_on: '2024-05-01'
        wheelchair: 'no'
        latitude: 52.72
        description: |-
          Eén regel.

          Nog een.
        phones:
          - number: 0800-2000
            description: balie
          - number: '112'
        """)


@pytest.mark.parametrize(
    "text",
    [
        "gewoon",
        "één: twee",
        "# geen commentaar",
        "- geen lijst",
        "ja",
        "no",
        "null",
        "~",
        "112",
        "0592-123456",
        "1e3",
        "12:30",
        "2024-05-01",
        "'t Praathuus",
        '"',
        "{x}",
        "a\nb",
        "a\n\n\nb",
        "regel met spatie \nen meer",
        "eindigt met einde\n",
        "  begint met spaties\n  en meer",
        "tab\tin het midden",
        "🙂 en \u202e",
        "lang " * 60,
    ],
)
def test_what_is_written_is_read_back_the_same(text: str) -> None:
    data = {"a": text, "b": [text, text], "c": [{"d": text}]}
    assert load(dump(data))[0] == data
    assert dump(load(dump(data))[0]) == dump(data)
