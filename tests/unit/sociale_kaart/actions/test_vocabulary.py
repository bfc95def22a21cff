"""The vocabulary is written by who may, over what they saw, and comes back from its history."""

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from sociale_kaart.actions import vocabulary
from sociale_kaart.actions.content_import import import_content
from sociale_kaart.actions.vocabulary import InUseError, InvalidRecordError, key_of
from sociale_kaart.actors import Actor, Role
from sociale_kaart.errors import ConflictError, NotAllowedError, NotFoundError
from sociale_kaart.models import Municipality, Need, Place, ServiceDraft, SynonymGroup, Taxonomy
from sociale_kaart.queries import vocabulary as words
from sociale_kaart.queries.vocabulary import Kind
from tests.unit.builders import EMMEN, ContentFolder

ADA = Actor("user:1", Role.ADMINISTRATOR)
MARK = Actor("user:2", Role.MUNICIPALITY_EDITOR, "emmen")
OLGA = Actor("user:3", Role.ORGANIZATION_EDITOR, "emmen", "sedna")


def save(session: Session, kind: Kind, key: str, by: Actor = ADA, /, **changed: Any) -> None:
    """Save a record with some fields changed, as somebody does who sees what is there now."""
    record = words.get_record(session, kind, key)
    data = {name: value for name, value in (record.data | changed).items() if value is not None}
    vocabulary.save(session, kind=kind, key=key, data=data, seen=record.seen, reason=None, by=by)
    session.commit()


def drop(session: Session, kind: Kind, key: str, by: Actor = ADA) -> None:
    seen = words.get_record(session, kind, key).seen
    vocabulary.drop(session, kind=kind, key=key, seen=seen, reason="Niet meer nodig", by=by)
    session.commit()


def go_back(session: Session, kind: Kind, key: str, steps: int, by: Actor = ADA) -> None:
    record = words.get_record(session, kind, key)
    change = words.list_versions(session, record)[steps].event.id
    vocabulary.restore(session, kind=kind, key=key, change=change, seen=record.seen, reason=None, by=by)
    session.commit()


PALE = {"primary": "#ffffff", "accent": "#000000"}
CHANGES: list[tuple[Kind, str, dict[str, Any]]] = [
    (words.NEED, "boodschappen", {"means": "eten en drinken halen"}),
    (words.DOMAIN, "huishouden", {"intro": {"nl": "Alles.", "en": "All."}}),
    (words.OUTSIDE, "hulpvragen", {"means": "het weer"}),
    (words.SYNONYM, "boodschappen", {"same": ["winkelen", "de supermarkt"]}),
    (words.MUNICIPALITY, "emmen", {"intro": "Hulp in Emmen."}),
    (words.PLACE, "emmen/zwartemeer", {"postcodes": ["7894"]}),
    (words.PAGE, "privacy.nl", {"text": "# Privacy\n\nWij bewaren weinig.\n"}),
]


@pytest.mark.parametrize(("kind", "key", "changed"), CHANGES, ids=[kind.name for kind, *_rest in CHANGES])
def test_a_change_stands_in_the_history_and_can_be_undone(
    filled: Session, kind: Kind, key: str, changed: dict[str, Any]
) -> None:
    before = words.get_record(filled, kind, key).data
    save(filled, kind, key, **changed)
    after = words.get_record(filled, kind, key)
    assert after.data == before | changed
    newest, oldest = words.list_versions(filled, after)
    assert newest.changes == {name: [before[name], value] for name, value in changed.items()}
    assert (newest.event.updated_by, newest.event.last_action_type) == ("user:1", "updated")
    assert oldest.data == before
    go_back(filled, kind, key, 1)
    assert words.get_record(filled, kind, key).data == before


@pytest.mark.parametrize(("kind", "key", "changed"), CHANGES, ids=[kind.name for kind, *_rest in CHANGES])
def test_nobody_writes_over_what_they_did_not_see(
    filled: Session, kind: Kind, key: str, changed: dict[str, Any]
) -> None:
    first = words.get_record(filled, kind, key)
    save(filled, kind, key, **changed)
    other = first.data | _another(first.data)
    with pytest.raises(ConflictError):
        vocabulary.save(filled, kind=kind, key=key, data=other, seen=first.seen, reason=None, by=ADA)
    assert words.get_record(filled, kind, key).data == first.data | changed


def _another(data: dict[str, Any]) -> dict[str, Any]:
    """Give a change that nobody else made."""
    changes: dict[str, Any] = {
        "text": "# Iets anders\n\nIets anders.\n",
        "same": ["iets anders"],
        "means": "iets anders",
        "source": "Iets anders",
        "label": {"nl": "Anders", "en": "Else"},
        "latitude": 52.5,
    }
    name = next(name for name in changes if name in data)
    return {name: changes[name]}


@pytest.mark.parametrize(("kind", "key", "changed"), CHANGES, ids=[kind.name for kind, *_rest in CHANGES])
def test_two_who_write_at_the_same_moment_get_in_each_others_way(
    filled: Session, engine: Engine, kind: Kind, key: str, changed: dict[str, Any]
) -> None:
    with Session(engine) as second:
        record = words.get_record(second, kind, key)
        save(filled, kind, key, **changed)
        with pytest.raises(ConflictError):
            vocabulary.write_record(
                second, record=record, data=record.data | _another(record.data), reason=None, by="user:2"
            )
    assert words.get_record(filled, kind, key).data == record.data | changed


def test_what_was_sent_twice_is_written_once(filled: Session) -> None:
    record = words.get_record(filled, words.SYNONYM, "boodschappen")
    for _time in (1, 2):
        data = record.data | {"same": ["winkelen"]}
        vocabulary.save(
            filled, kind=words.SYNONYM, key="boodschappen", data=data, seen=record.seen, reason=None, by=ADA
        )
        filled.commit()
    record = words.get_record(filled, words.SYNONYM, "boodschappen")
    assert len(words.list_versions(filled, record)) == 2


def test_keys_and_danger_never_change(filled: Session) -> None:
    save(filled, words.NEED, "suicide", key="iets_anders", urgent=None, means="niet meer willen leven")
    need = filled.get_one(Need, "suicide")
    assert (need.urgent, need.description) == (True, "niet meer willen leven")
    save(filled, words.DOMAIN, "huishouden", needs=[], label={"nl": "Huis", "en": "House"})
    assert [need.id for need in words.get_record(filled, words.DOMAIN, "huishouden").row.needs]


@pytest.mark.parametrize(
    ("kind", "key", "changed", "fault"),
    [
        (words.NEED, "boodschappen", {"label": {"nl": "Eten"}}, ("label.en", "missing")),
        (words.NEED, "boodschappen", {"advice": []}, ("advice", "too_short")),
        (words.SYNONYM, "boodschappen", {"same": ["Winkelen", "winkelen"]}, ("same", "twice")),
        (words.SYNONYM, "boodschappen", {"same": ["BOODSCHAPPEN"]}, ("same", "twice")),
        (words.SYNONYM, "boodschappen", {"same": []}, ("same", "too_short")),
        (words.SYNONYM, "..", {"same": ["punten"]}, ("key", "string_pattern_mismatch")),
        (words.PAGE, "privacy.nl", {"text": "Privacy zonder kop"}, ("text", "string_pattern_mismatch")),
        (words.PAGE, "privacy.nl", {"text": "# Bel\n\n0900-0113\n"}, ("text", "withdrawn")),
        (words.MUNICIPALITY, "emmen", {"phone": "12"}, ("phone", "string_pattern_mismatch")),
        (words.MUNICIPALITY, "emmen", {"wmo_desk": "lokaal-loket"}, ("wmo_desk", "unknown")),
        (
            words.MUNICIPALITY,
            "emmen",
            {"theme": {"primary": "#ffffff", "accent": "#000000"}},
            ("theme.primary", "contrast"),
        ),
        (words.PLACE, "emmen/zwartemeer", {"postcodes": ["78"]}, ("postcodes.0", "string_pattern_mismatch")),
        (words.PLACE, "emmen/zwartemeer", {"latitude": 12.0}, ("latitude", "greater_than_equal")),
    ],
)
def test_what_is_wrong_is_told_at_the_field(
    filled: Session, kind: Kind, key: str, changed: dict[str, Any], fault: tuple[str, str]
) -> None:
    with pytest.raises(InvalidRecordError) as caught:
        save(filled, kind, key, **changed)
    assert caught.value.faults == dict([fault])


def test_synonyms_begin_and_go_and_come_back(filled: Session) -> None:
    save(filled, words.SYNONYM, "fiets/brommer", same=["tweewieler"])
    assert filled.get_one(SynonymGroup, "fiets/brommer").same == ["tweewieler"]
    with pytest.raises(InvalidRecordError, match="key"):
        vocabulary.save(
            filled,
            kind=words.SYNONYM,
            key="fiets/brommer",
            data={"same": ["iets"]},
            seen=words.seen_of({}),
            reason=None,
            by=ADA,
        )
    drop(filled, words.SYNONYM, "fiets/brommer")
    assert filled.get(SynonymGroup, "fiets/brommer") is None
    go_back(filled, words.SYNONYM, "fiets/brommer", 1)
    assert filled.get_one(SynonymGroup, "fiets/brommer").same == ["tweewieler"]
    record = words.get_record(filled, words.SYNONYM, "fiets/brommer")
    actions = [version.event.last_action_type for version in words.list_versions(filled, record)]
    assert actions == ["created", "deleted", "created"]


# --- places ----------------------------------------------------------------------------------------------------------
def test_two_places_are_changed_beside_each_other(filled: Session) -> None:
    first = words.get_record(filled, words.PLACE, "emmen/angelslo")
    save(filled, words.PLACE, "emmen/zwartemeer", postcodes=["7894"])
    vocabulary.save(
        filled,
        kind=words.PLACE,
        key="emmen/angelslo",
        data=first.data | {"postcodes": ["7812"]},
        seen=first.seen,
        reason=None,
        by=MARK,
    )
    filled.commit()
    record = words.get_record(filled, words.PLACE, "emmen/angelslo")
    assert [set(version.changes) for version in words.list_versions(filled, record)] == [{"postcodes"}, set()]
    assert filled.get_one(Place, "emmen-zwartemeer").postcodes == ["7894"]


def test_a_place_begins_and_goes(filled: Session) -> None:
    save(filled, words.PLACE, "emmen/klazienaveen", MARK, name="Klazienaveen", kind="dorp")
    assert filled.get_one(Place, "emmen-klazienaveen").name == "Klazienaveen"
    save(filled, words.PLACE, "emmen/klazienaveen", MARK, name="Klazienaveen-Noord")
    drop(filled, words.PLACE, "emmen/klazienaveen", MARK)
    assert filled.get(Place, "emmen-klazienaveen") is None
    go_back(filled, words.PLACE, "emmen/klazienaveen", 1, MARK)
    assert filled.get_one(Place, "emmen-klazienaveen").name == "Klazienaveen-Noord"


def test_a_place_that_listings_use_keeps_its_name_and_stays(filled: Session) -> None:
    with pytest.raises(InUseError) as caught:
        save(filled, words.PLACE, "emmen/zwartemeer", MARK, name="Elders")
    assert caught.value.listings == [("infohuus", "Infohuus")]
    with pytest.raises(InUseError, match="infohuus"):
        drop(filled, words.PLACE, "emmen/zwartemeer", MARK)


def test_its_spelling_may_be_put_right(filled: Session) -> None:
    save(filled, words.PLACE, "emmen/zwartemeer", MARK, name="ZwartemÉÉr")
    assert filled.get_one(Place, "emmen-zwartemeer").name == "ZwartemÉÉr"


def test_a_listing_that_is_being_written_uses_its_places(filled: Session) -> None:
    save(filled, words.PLACE, "emmen/klazienaveen", MARK, name="Klazienaveen", kind="dorp")
    document = {"key": "breiclub", "name": "Breiclub", "places": ["klazienaveen"]}
    draft = {"state": "draft", "document": document, "base": {}, "edited_by": "user:3"}
    filled.add(ServiceDraft(id="breiclub", municipality_id="emmen", edited_on=dt.datetime.now(dt.UTC), **draft))
    filled.commit()
    with pytest.raises(InUseError, match="breiclub"):
        drop(filled, words.PLACE, "emmen/klazienaveen", MARK)


def test_the_history_of_a_place_knows_what_the_import_did(filled: Session, folder: ContentFolder) -> None:
    for postcode in ("7890", "7891"):
        data = folder.load(f"{EMMEN}/municipality.yml")
        data["places"][1]["postcodes"] = [postcode]
        folder.write(f"{EMMEN}/municipality.yml", data)
        import_content(filled, content=folder.read(), by="set-up")
        filled.commit()
    record = words.get_record(filled, words.PLACE, "emmen/zwartemeer")
    postcodes = [version.data["postcodes"] for version in words.list_versions(filled, record)]
    assert postcodes == [["7891"], ["7890"], ["7894", "7895"]]
    go_back(filled, words.PLACE, "emmen/zwartemeer", 1, MARK)
    assert filled.get_one(Place, "emmen-zwartemeer").postcodes == ["7890"]


def test_an_import_keeps_what_an_editor_wrote_and_dropped(filled: Session, folder: ContentFolder) -> None:
    save(filled, words.MUNICIPALITY, "emmen", MARK, intro="Van Mark.")
    drop(filled, words.SYNONYM, "boodschappen")
    report = import_content(filled, content=folder.read(), by="set-up")
    assert "synonym_group/boodschappen" in report.kept
    assert filled.get_one(Municipality, "emmen").intro == "Van Mark."
    assert filled.get(SynonymGroup, "boodschappen") is None


# --- who may ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("kind", "key", "by", "changed"),
    [
        (words.NEED, "boodschappen", MARK, {"means": "eten"}),
        (words.DOMAIN, "huishouden", MARK, {}),
        (words.OUTSIDE, "hulpvragen", MARK, {"means": "alles"}),
        (words.SYNONYM, "boodschappen", MARK, {"same": ["eten"]}),
        (words.PAGE, "privacy.nl", MARK, {"text": "# X\n\nY\n"}),
        (words.MUNICIPALITY, "haren", MARK, {"intro": "Van een ander."}),
        (words.MUNICIPALITY, "emmen", MARK, {"source": "Ik zelf"}),
        (words.PLACE, "haren/noordlaren", MARK, {"postcodes": ["9479"]}),
        (words.PLACE, "emmen/zwartemeer", OLGA, {"postcodes": ["7894"]}),
        (words.HELPLINE, "alarm", ADA, {"phone": "113"}),
    ],
)
def test_who_may_not(filled: Session, kind: Kind, key: str, by: Actor, changed: dict[str, Any]) -> None:
    before = words.get_record(filled, kind, key).data
    with pytest.raises(NotAllowedError):
        save(filled, kind, key, by, **changed)
    assert words.get_record(filled, kind, key).data == before


def test_only_some_kinds_begin_or_go(filled: Session) -> None:
    with pytest.raises(NotFoundError):
        save(filled, words.NEED, "nieuw", means="iets")
    with pytest.raises(NotFoundError):
        save(filled, words.PLACE, "nergens/dorp", name="Dorp", kind="dorp")
    with pytest.raises(NotAllowedError):
        drop(filled, words.PAGE, "privacy.nl")
    assert filled.get_one(Taxonomy, "hulpvragen")


@pytest.mark.parametrize(
    ("name", "key"), [("Nieuw-Weerdinge", "nieuw-weerdinge"), ("'t Haantje", "t-haantje"), ("", "")]
)
def test_the_key_of_a_name(name: str, key: str) -> None:
    assert key_of(name) == key
