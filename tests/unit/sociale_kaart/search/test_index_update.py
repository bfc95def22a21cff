"""A few listings are written again in the index that is there; what comes out is what building anew gives."""

import os
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sociale_kaart.search.index import Entry, IndexDamagedError, TextIndex, build, read_generation, update
from sociale_kaart.search.words import stem
from tests.unit.builders import entry

BUS = entry("bus", "Belbus", needs=["vervoer"], texts=["Een bus voor wie een rolstoel heeft."])
LOKET = entry("loket", "Wmo-loket", needs=["wmo"], texts=["Vraag hier een rolstoel of een scootmobielpool aan."])
PRAATJE = entry("praatje", "Kom erbij", needs=["ontmoeting"], texts=["Koffie en een praatje."])
ENTRIES = [BUS, LOKET, PRAATJE]


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    build(tmp_path / "index", ENTRIES, generation="1", extra_words=["invalidenwagen"])
    return tmp_path / "index"


def change(directory: Path, *entries: Entry, among: Iterable[str] = (), extra: Iterable[str] = ()) -> TextIndex:
    update(directory, entries, among=set(among), generation="2", extra_words=extra)
    return TextIndex(directory)


def ids(index: TextIndex, word: str) -> set[str]:
    return {index.entries[position].id for position in index.postings(stem(word))}


def everything(index: TextIndex) -> dict[str, Any]:
    """Give all that an index answers."""
    words = sorted(index.lexicon.counts)
    stems = {stem(word) for word in words}.union(*(index.lexicon.split(word) for word in words))
    return {
        "entries": index.entries,
        "needs": index.by_need,
        "names": {name.words: index.named(name.words) for found in index.entries for name in found.names},
        "words": index.lexicon.counts,
        "ordinary": index.ordinary,
        "postings": {token: index.postings(token) for token in sorted(stems)},
    }


# --- what changes ------------------------------------------------------------------------------------------------
def test_a_changed_listing_is_found_by_its_new_words_only(directory: Path) -> None:
    index = change(directory, entry("bus", "Dorpsauto", needs=["wmo"], texts=["Rijdt elke dag."]))
    assert ids(index, "dorpsauto") == ids(index, "rijdt") == {"bus"}
    assert ids(index, "rolstoel") == {"loket"}
    assert [found.id for found in index.entries] == ["bus", "loket", "praatje"]
    assert index.by_need == {"wmo": [0, 1], "ontmoeting": [2]}


def test_a_new_listing_is_added(directory: Path) -> None:
    index = change(directory, entry("klus", "Klusdienst"))
    assert ids(index, "klusdienst") == {"klus"}
    assert [found.id for found in index.entries] == ["bus", "klus", "loket", "praatje"]


def test_a_listing_that_has_no_entry_any_more_is_taken_out(directory: Path) -> None:
    index = change(directory, among=["bus", "never-there"])
    assert [found.id for found in index.entries] == ["loket", "praatje"]
    assert ids(index, "rolstoel") == {"loket"}
    assert index.named(("belbus",)) == {}


def test_listings_that_are_not_among_the_changed_ones_stay(directory: Path) -> None:
    assert [found.id for found in change(directory, LOKET, among=["loket"]).entries] == ["bus", "loket", "praatje"]


def test_when_any_may_have_changed_the_entries_are_all_there_is(directory: Path) -> None:
    update(directory, [LOKET, entry("klus", "Klusdienst")], among=None, generation="2")
    assert [found.id for found in TextIndex(directory).entries] == ["klus", "loket"]


def test_a_listing_that_is_changed_again_and_again_is_there_once(directory: Path) -> None:
    for number in range(12):
        index = change(directory, entry("bus", f"Bus{number}"))
    assert [found.name for found in index.entries if found.id == "bus"] == ["Bus11"]
    assert ids(index, "bus10") == set()
    assert index.document_frequency("bus11") == 1


def test_a_listing_that_was_taken_out_can_come_back(directory: Path) -> None:
    change(directory, among=["bus"])
    assert ids(change(directory, BUS), "belbus") == {"bus"}


def test_an_index_of_nothing_can_be_added_to_and_emptied(directory: Path) -> None:
    build(directory, [], generation="1")
    assert ids(change(directory, BUS), "belbus") == {"bus"}
    assert change(directory, among=["bus"]).entries == []


def test_the_index_says_of_which_content_it_is(directory: Path) -> None:
    assert change(directory, BUS).generation == read_generation(directory) == "2"


# --- words -------------------------------------------------------------------------------------------------------
def test_words_are_counted_as_often_as_they_are_there(directory: Path) -> None:
    lexicon = change(directory, entry("bus", "Rolstoel", texts=["Rolstoel."]), among=["praatje"]).lexicon
    assert lexicon.counts["rolstoel"] == 3
    assert not lexicon.knows("koffie")
    assert not lexicon.knows("belbus")


def test_extra_words_come_and_go(directory: Path) -> None:
    assert TextIndex(directory).lexicon.knows("invalidenwagen")
    lexicon = change(directory, extra=["duwkar", "rolstoel"]).lexicon
    assert lexicon.knows("duwkar")
    assert not lexicon.knows("invalidenwagen")
    assert lexicon.counts["rolstoel"] == 3


def test_a_compound_in_another_listing_is_found_by_a_part_that_becomes_a_word(directory: Path) -> None:
    assert ids(TextIndex(directory), "pool") == set()
    index = change(directory, entry("pool", "Pool", texts=["Een scootmobiel lenen."]))
    assert ids(index, "pool") == ids(index, "scootmobiel") == {"pool", "loket"}


def test_a_compound_in_another_listing_is_whole_again_when_a_part_is_no_word_any_more(directory: Path) -> None:
    change(directory, entry("pool", "Pool", texts=["Een scootmobiel lenen."]))
    index = change(directory, among=["pool"])
    assert ids(index, "pool") == ids(index, "scootmobiel") == set()
    assert ids(index, "scootmobielpool") == {"loket"}


@pytest.mark.parametrize(
    ("compound", "word", "part"),
    [
        ("maanlicht", "man", "man"),  # "maan" has the stem of "man"
        ("eenhedenzaken", "eenheid", "eenheid"),
        ("bakkersbrood", "bakker", "bakker"),
    ],
)
def test_a_part_may_be_another_form_of_the_word(directory: Path, compound: str, word: str, part: str) -> None:
    change(directory, entry("heel", compound), entry("eind", "licht zaken wagen brood"))
    assert ids(change(directory, entry("nieuw", word)), part) == {"heel", "nieuw"}


def test_a_synonym_may_be_the_word_that_takes_a_compound_apart(directory: Path) -> None:
    index = change(directory, extra=["pool", "scootmobiel"])
    assert ids(index, "scootmobiel") == {"loket"}


# Words that take each other apart, in several inflections: one vowel or two, -heid and -heden, -jes.
WORDS = (
    "maan manen maanlicht licht lichten brood broodje broodjes broodrooster rooster bakker bakken bakkersbrood boot "
    "bootje woonboot wonen woon huis huizen woonhuizen gezondheid gezondheden gezondheidszorg zorg zorgen zorghuis "
    "mogelijkheid mogelijkheden Maan Huis Brood de een 3 75+ x"
).split()
TEXTS = st.lists(st.sampled_from(WORDS), max_size=5).map(" ".join)
CHANGE = st.dictionaries(
    st.sampled_from("abcdefgh"),
    st.none()
    | st.builds(
        lambda name, text, needs: {"name": name or "x", "texts": [text], "needs": needs},
        TEXTS,
        TEXTS,
        st.lists(st.sampled_from(("wmo", "vervoer")), max_size=2, unique=True),
    ),
    max_size=5,
)
STEP = st.tuples(CHANGE, st.lists(st.sampled_from(WORDS[:40]), max_size=2), st.booleans())


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEP, min_size=1, max_size=5))
def test_however_an_index_was_written_it_is_as_one_that_is_built_anew(
    steps: list[tuple[dict[str, dict[str, Any] | None], list[str], bool]], tmp_path: Path
) -> None:
    build(tmp_path / "steps", [], generation="0")
    index = TextIndex(tmp_path / "steps")
    there: dict[str, Entry] = {}
    for number, (changes, extra, is_whole) in enumerate(steps):
        for key, fields in changes.items():
            there.pop(key, None)
            if fields is not None:
                there[key] = entry(key, **fields)
        among = None if is_whole else set(changes)
        entries = [found for key, found in there.items() if among is None or key in among]
        update(tmp_path / "steps", entries, among=among, generation=str(number), extra_words=extra)
        index = TextIndex(tmp_path / "steps", index)
    build(tmp_path / "anew", there.values(), generation="0", extra_words=extra)
    assert everything(index) == everything(TextIndex(tmp_path / "anew"))
    assert everything(index) == everything(TextIndex(tmp_path / "steps"))


# --- on disk -----------------------------------------------------------------------------------------------------
def segments(directory: Path) -> set[str]:
    return {path.name for path in directory.glob("*.seg")}


def test_what_is_the_same_is_not_written_again(directory: Path) -> None:
    before = segments(directory)
    update(directory, ENTRIES, among=None, generation="2", extra_words=["invalidenwagen"])
    assert segments(directory) == before
    change(directory, entry("klus", "Klusdienst"), LOKET)
    assert before < segments(directory)


def test_listings_that_were_taken_out_do_not_heap_up(directory: Path) -> None:
    sizes = []
    for number in range(60):
        change(directory, entry("bus", f"Bus{number}", texts=["Een bus."]))
        sizes.append(sum(path.stat().st_size for path in directory.iterdir()))
    assert max(sizes[30:]) < 1.5 * max(sizes[:30])


def test_updating_leaves_nothing_beside_the_index(directory: Path) -> None:
    change(directory, BUS, among=["loket"])
    assert [path.name for path in directory.parent.iterdir()] == [directory.name]


@pytest.mark.parametrize("again", [lambda directory: build(directory, ENTRIES, generation="2"), change])
def test_what_an_earlier_writer_left_unfinished_is_cleared_away(directory: Path, again: Any) -> None:
    shutil.copytree(directory, directory.with_name("index-new-abc"))
    shutil.copytree(directory, directory.with_name("index-old"))
    again(directory)
    assert [path.name for path in directory.parent.iterdir()] == [directory.name]


def test_an_open_index_still_answers_as_before(directory: Path) -> None:
    index = TextIndex(directory)
    change(directory, entry("bus", "Dorpsauto"), among=["loket"])
    assert ids(index, "rolstoel") == {"bus", "loket"}


def test_the_files_of_the_index_before_are_as_they_were(directory: Path, tmp_path: Path) -> None:
    shutil.copytree(directory, tmp_path / "before", copy_function=os.link)
    files = {path.name: path.read_bytes() for path in directory.iterdir()}
    change(directory, entry("bus", "Dorpsauto"), among=["loket"], extra=["duwkar"])
    assert {path.name: path.read_bytes() for path in (tmp_path / "before").iterdir()} == files


@pytest.mark.parametrize("damage", ["gone", "garbage", "one byte"])
def test_damage_is_told_and_leaves_what_there_was(directory: Path, tmp_path: Path, damage: str) -> None:
    for path in [*directory.glob("*.toc"), *directory.glob("*.seg"), directory / "words.json"]:
        copy = Path(shutil.copytree(directory, tmp_path / f"copy-{path.name}"))
        if damage == "gone":
            (copy / path.name).unlink()
        elif damage == "garbage":
            (copy / path.name).write_bytes(b"\xff{}x" * 500)
        else:
            data = bytearray(path.read_bytes())
            data[len(data) // 2] ^= 0xFF
            (copy / path.name).write_bytes(data)
        files = {found.name: found.read_bytes() for found in copy.iterdir()}
        with pytest.raises(IndexDamagedError):
            change(copy, entry("bus", "Dorpsauto"))
        assert {found.name: found.read_bytes() for found in copy.iterdir()} == files


def test_an_index_that_is_not_there_cannot_be_updated(tmp_path: Path) -> None:
    with pytest.raises(IndexDamagedError):
        update(tmp_path / "index", [BUS], among=None, generation="1")
