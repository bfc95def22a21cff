import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from sociale_kaart.search.index import FORMAT, Entry, IndexDamagedError, TextIndex, build, read_generation
from sociale_kaart.search.words import content_words, stem
from tests.unit.builders import entry

ENTRIES = [
    entry("loket", "Wmo-loket", needs=["wmo"], texts=["Vraag hier een rolstoel of een scootmobielpool aan."]),
    entry("bus", "Rolstoelen mee", needs=["vervoer", "wmo"], texts=["Een bus voor wie een rolstoel heeft."]),
    entry("praatje", "Kom erbij", needs=["ontmoeting"], texts=["Koffie en een praatje. Praatje? Praatje!"]),
]


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    build(tmp_path / "index", ENTRIES, generation="7")
    return tmp_path / "index"


def ids(index: TextIndex, text: str) -> set[str]:
    return {index.entries[position].id for position in index.postings(stem(text))}


def test_every_listing_comes_back_with_its_facts(directory: Path) -> None:
    full = Entry(
        id="vol",
        name="Infohuus",
        also_named="Servicepunt; Het Huus",
        tier=2,
        kind="service_point",
        status="planned",
        needs=["wmo", "ontmoeting"],
        municipality=None,
        places=["zwartemeer"],
        free=False,
        wheelchair="partly",
        languages=["tr"],
    )
    build(directory, [full], generation="8")
    assert TextIndex(directory).entries == [full]


def test_listings_come_by_id(directory: Path) -> None:
    assert [found.id for found in TextIndex(directory).entries] == ["bus", "loket", "praatje"]


def test_a_listing_is_found_by_each_word_of_its_name_and_its_texts(directory: Path) -> None:
    index = TextIndex(directory)
    assert ids(index, "loket") == {"loket"}
    assert ids(index, "praatjes") == {"praatje"}
    assert ids(index, "rolstoelen") == {"loket", "bus"}


def test_a_listing_is_found_by_its_other_name(directory: Path) -> None:
    build(directory, [entry("gesprek", "Het gesprek", also_named="Keukentafelgesprek")], generation="8")
    assert ids(TextIndex(directory), "keukentafelgesprek") == {"gesprek"}


def test_an_unknown_word_is_in_no_listing(directory: Path) -> None:
    index = TextIndex(directory)
    assert index.postings("kaas") == {}
    assert index.document_frequency("kaas") == 0


def test_a_word_in_the_name_is_stronger_than_a_word_in_the_text(directory: Path) -> None:
    index = TextIndex(directory)
    strength = {index.entries[position].id: score for position, score in index.postings("rolstoel").items()}
    assert strength["bus"] > strength["loket"]


def test_saying_it_again_adds_less_each_time(directory: Path) -> None:
    texts = {"een": "hulp", "twee": "hulp hulp", "veel": "hulp " * 50}
    build(directory, [entry(key, "x", texts=[text]) for key, text in texts.items()], generation="8")
    index = TextIndex(directory)
    once, twice, often = (index.postings("hulp")[position] for position in range(3))
    assert 0 < once < twice < often < 1
    assert twice - once > (often - twice) / 48


def test_a_word_is_counted_in_the_listings_that_have_it(directory: Path) -> None:
    assert TextIndex(directory).document_frequency("rolstoel") == 2


def test_listings_are_known_by_their_needs(directory: Path) -> None:
    assert TextIndex(directory).by_need == {"wmo": [0, 1], "vervoer": [0], "ontmoeting": [2]}


def test_listings_are_known_by_their_names(directory: Path) -> None:
    known = [entry("eten", "Samen Eten"), entry("tafel", "Eettafel (samen eten, Emmen)"), entry("taxi", "Dorpstaxi")]
    build(directory, known, generation="8")
    index = TextIndex(directory)
    found = index.named(("samen", "eten"))
    has_capitals = {index.entries[position].id: name.has_capitals for position, name in found.items()}
    assert has_capitals == {"eten": True, "tafel": False}
    assert [index.entries[position].id for position in index.named(("dorpstaxi",))] == ["taxi"]
    assert index.named(("samen",)) == {}


def test_the_words_of_the_index_include_the_extra_ones(directory: Path) -> None:
    build(directory, ENTRIES, generation="8", extra_words=["invalidenwagen"])
    lexicon = TextIndex(directory).lexicon
    assert lexicon.knows("invalidenwagen")
    assert lexicon.frequency("rolstoel") == 3


@pytest.mark.parametrize(
    ("name", "also", "query"),
    [
        ("Infohuus", "", "infohuus"),
        ("Wmo-loket", "", "WMO loket"),
        ("Café Één", "", "cafe een"),
        ("Het gesprek", "Keukentafelgesprek; Grote gesprek", "keukentafelgesprek"),
        ("Het gesprek", "Keukentafelgesprek; Grote gesprek", "grote gesprek"),
        # As they are written in the starting content:
        ("Infohuus (servicepunt Zwartemeer)", "Servicepunt Zwartemeer", "infohuus"),
        ("MAST, Maatschappelijk Steunpunt", "MAST-loket", "mast maatschappelijk steunpunt"),
        ("MAST, Maatschappelijk Steunpunt", "MAST-loket", "Maatschappelijk Steunpunt"),
        ("Stip (Steun- en Informatiepunt)", "", "Stip"),
        ("Persoonsgebonden budget (pgb)", "Pgb", "pgb"),
        ('Bijeenkomsten "Geluk moet je pakken"', "", "bijeenkomsten geluk moet je pakken"),
        ("Proef: toegankelijke wijk", "", "proef toegankelijke wijk"),
        ("Huisbezoek Welzo 75+", "", "huisbezoek welzo 75"),
        ("'t Praathuus", "", "'t praathuus"),
    ],
)
def test_a_listing_is_known_by_every_name_that_people_read(name: str, also: str, query: str) -> None:
    assert tuple(content_words(query)) in {found.words for found in entry("x", name, also_named=also).names}


def test_a_place_in_brackets_is_no_name() -> None:
    assert ("assen",) not in {name.words for name in entry("x", "GGZ (Assen)").names}


def test_a_part_of_a_name_is_no_name() -> None:
    assert {name.words for name in entry("x", "Steunpunt Mantelzorg").names} == {("steunpunt", "mantelzorg")}


def test_an_index_of_nothing_opens(directory: Path) -> None:
    build(directory, [], generation="8")
    index = TextIndex(directory)
    assert index.entries == []
    assert index.postings("hulp") == {}


@pytest.mark.parametrize("text", ["", "de het een", "🙂", "\u202e\x00\x1f", "x" * 1_000, "<b>&amp;</b>"])
def test_odd_texts_are_indexed_without_complaint(directory: Path, text: str) -> None:
    build(directory, [entry("odd", f"{text}!", texts=[text, text])], generation="8")
    assert [found.name for found in TextIndex(directory).entries] == [f"{text}!"]


def test_the_index_says_of_which_content_it_was_made(directory: Path) -> None:
    assert TextIndex(directory).generation == read_generation(directory) == "7"


def test_a_new_index_replaces_the_old_one_as_a_whole(directory: Path) -> None:
    build(directory, [entry("nieuw", "Nieuwkomer")], generation="8")
    index = TextIndex(directory)
    assert [found.id for found in index.entries] == ["nieuw"]
    assert ids(index, "rolstoel") == set()
    assert index.generation == "8"


def test_building_leaves_nothing_beside_the_index(directory: Path) -> None:
    build(directory, ENTRIES, generation="8")
    assert [path.name for path in directory.parent.iterdir()] == [directory.name]


def test_an_open_index_still_answers_when_a_new_one_was_built(directory: Path) -> None:
    index = TextIndex(directory)
    build(directory, [entry("nieuw", "Nieuwkomer")], generation="8")
    assert ids(index, "rolstoel") == {"loket", "bus"}


@pytest.mark.usefixtures("eager_threads")
def test_several_threads_can_read_one_open_index(directory: Path) -> None:
    words = ["".join(letters) for letters in product("bdfgklmnprst", repeat=3)][:1_200]
    texts = [" ".join(words[start::7] + words[start::11]) for start in range(100)]
    build(directory, [entry(f"e{i}", words[i], texts=[text]) for i, text in enumerate(texts)], generation="8")
    index = TextIndex(directory)
    alone = [index.postings(word) for word in words]
    for _round in range(6):
        with ThreadPoolExecutor(4) as pool:
            together = list(pool.map(TextIndex(directory).postings, words))
        assert together == alone


def test_a_folder_that_is_not_there_yet_is_made(tmp_path: Path) -> None:
    build(tmp_path / "var" / "deep" / "index", ENTRIES, generation="7")
    assert len(TextIndex(tmp_path / "var" / "deep" / "index").entries) == len(ENTRIES)


def test_a_damaged_index_is_replaced_by_building(directory: Path) -> None:
    for path in directory.iterdir():
        path.write_bytes(b"\xff")
    build(directory, ENTRIES, generation="8")
    assert len(TextIndex(directory).entries) == len(ENTRIES)


def test_a_missing_index_is_noticed(tmp_path: Path) -> None:
    with pytest.raises(IndexDamagedError):
        TextIndex(tmp_path / "index")
    assert read_generation(tmp_path / "index") is None


def test_an_empty_folder_is_no_index(tmp_path: Path) -> None:
    with pytest.raises(IndexDamagedError):
        TextIndex(tmp_path)
    assert read_generation(tmp_path) is None


@pytest.mark.parametrize("damage", ["gone", "empty", "half", "garbage", "one byte"])
def test_damage_to_any_file_is_noticed(directory: Path, tmp_path: Path, damage: str) -> None:
    files = [path for path in directory.iterdir() if path.stat().st_size]
    assert len(files) >= 3
    for number, file in enumerate(files):
        copy = tmp_path / f"copy-{number}"
        shutil.copytree(directory, copy)
        path, data = copy / file.name, file.read_bytes()
        if damage == "gone":
            path.unlink()
        else:
            middle = len(data) // 2
            changed = {
                "empty": b"",
                "half": data[:middle],
                "garbage": b"\xff{}x" * 500,
                "one byte": data[:middle] + bytes([data[middle] ^ 0xFF]) + data[middle + 1 :],
            }
            path.write_bytes(changed[damage])
        with pytest.raises(IndexDamagedError):
            TextIndex(copy)


def about(directory: Path) -> dict[str, Any]:
    facts: dict[str, Any] = json.loads((directory / "about.json").read_text("utf-8"))
    return facts


def tell(directory: Path, facts: Any) -> None:
    (directory / "about.json").write_text(json.dumps(facts), "utf-8")


@pytest.mark.parametrize("other", [FORMAT - 1, FORMAT + 1, None, str(FORMAT)])
def test_an_index_of_another_format_is_noticed(directory: Path, other: object) -> None:
    tell(directory, about(directory) | {"format": other})
    assert read_generation(directory) is None
    with pytest.raises(IndexDamagedError):
        TextIndex(directory)


@pytest.mark.parametrize("facts", [None, [], {}])
def test_an_index_that_says_something_else_about_itself_is_noticed(directory: Path, facts: object) -> None:
    tell(directory, facts)
    assert read_generation(directory) is None
    with pytest.raises(IndexDamagedError):
        TextIndex(directory)


def test_an_index_that_does_not_say_all_about_itself_is_noticed(directory: Path) -> None:
    facts = about(directory)
    for missing in facts:
        tell(directory, {name: value for name, value in facts.items() if name != missing})
        with pytest.raises(IndexDamagedError):
            TextIndex(directory)


def test_an_index_that_does_not_say_its_generation_has_none(directory: Path) -> None:
    facts = about(directory)
    del facts["generation"]
    tell(directory, facts)
    assert read_generation(directory) is None


@pytest.mark.parametrize("text", ["", "{", "geen JSON"])
def test_an_index_that_says_nothing_readable_has_no_generation(directory: Path, text: str) -> None:
    (directory / "about.json").write_text(text, "utf-8")
    assert read_generation(directory) is None


def test_an_index_can_be_moved(directory: Path, tmp_path: Path) -> None:
    shutil.move(directory, tmp_path / "elsewhere")
    assert ids(TextIndex(tmp_path / "elsewhere"), "rolstoel") == {"loket", "bus"}
