"""Conversations in the database: under a random id, masked, forgotten when asked and after thirty days."""

import datetime as dt

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.orm.exc import StaleDataError

from chatbot.conversation import NEW_SLOTS, Answer, Button, Message, Reply, State
from chatbot.engine import store
from chatbot.privacy import MASK
from sociale_kaart.models import Conversation, ConversationTurn

REPLY = Reply((Message("Waar woont u?", (Button("Emmen", "/tell_place"),)),), Answer(asks="place"), "nl")
NOW = dt.datetime(2026, 3, 31, 12, 0, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


def talk(session: Session, *said: str, state: State | None = None) -> str:
    """Have a conversation and give its id."""
    opened = store.open_conversation(session, None)
    session.flush()
    for text in said:
        store.add_turn(session, opened, text, REPLY, state or State())
    session.commit()
    return opened.id


def rows(session: Session) -> tuple[int, int]:
    """Give how many conversations and turns there are."""
    conversations = session.scalar(select(func.count()).select_from(Conversation))
    turns = session.scalar(select(func.count()).select_from(ConversationTurn))
    return conversations or 0, turns or 0


# --- ids ---------------------------------------------------------------------------------------------------------
def test_every_conversation_has_an_id_that_nobody_guesses(session: Session) -> None:
    ids = {talk(session, "hallo") for _conversation in range(20)}
    assert len(ids) == 20
    # 192 bits, in characters that fit in a cookie and a URL.
    assert all(len(each) >= 32 and each.replace("-", "").replace("_", "").isalnum() for each in ids)


def test_a_known_id_gives_its_conversation(sessions: sessionmaker[Session], session: Session) -> None:
    known = talk(session, "hallo")
    with sessions() as later:
        assert store.open_conversation(later, known).id == known
        assert rows(later) == (1, 1)


@pytest.mark.parametrize("unknown", [None, "", "x", "../etc/passwd", "' or 1=1 --", "x" * 5_000, "ü", "%"])
def test_an_unknown_id_gives_a_new_conversation_with_an_id_of_ours(session: Session, unknown: str | None) -> None:
    other = talk(session, "van een ander")
    opened = store.open_conversation(session, unknown)
    session.flush()
    assert opened.id not in (unknown, other)
    assert store.history(session, opened.id) == []
    assert store.state_of(opened) == State()


def test_the_history_of_an_unknown_id_is_empty(session: Session) -> None:
    talk(session, "van een ander")
    assert store.history(session, "x") == []
    assert store.last_reply(session, "x") is None


# --- what is kept ------------------------------------------------------------------------------------------------
def test_turns_are_kept_in_their_order(sessions: sessionmaker[Session], session: Session) -> None:
    first, second = talk(session, "een", "twee", "drie"), talk(session, "anders")
    with sessions() as later:
        assert [turn.said for turn in store.history(later, first)] == ["een", "twee", "drie"]
        assert [turn.reply for turn in store.history(later, second)] == [REPLY]
        assert store.last_reply(later, second) == REPLY


def test_where_a_conversation_is_comes_back(sessions: sessionmaker[Session], session: Session) -> None:
    slots = NEW_SLOTS | {"needs": ["schulden"], "municipality": "emmen", "lowest_tier": 3, "urgent": None}
    known = talk(session, "hallo", state=State(slots, "place_form", ("action_understand",)))
    with sessions() as later:
        state = store.state_of(store.open_conversation(later, known))
    assert (state.slots, state.active_loop) == (slots, "place_form")


def test_a_slot_of_a_newer_version_has_its_first_value_in_an_older_conversation(session: Session) -> None:
    known = talk(session, "hallo")
    session.get_one(Conversation, known).slots = {"language": "en"}
    assert store.state_of(store.open_conversation(session, known)).slots == NEW_SLOTS | {"language": "en"}


def test_what_tells_who_somebody_is_does_not_reach_the_database(session: Session) -> None:
    known = talk(session, "ik ben 123456782, bel 06-12345678 of mail jan@example.nl, Dorpsstraat 12")
    kept = session.scalars(select(ConversationTurn.said)).one()
    assert kept == f"ik ben {MASK}, bel {MASK} of mail {MASK}, {MASK}"
    assert store.history(session, known)[0].said == kept


def test_two_tabs_at_once_do_not_write_over_each_other(sessions: sessionmaker[Session], session: Session) -> None:
    known = talk(session, "hallo")
    with sessions() as one, sessions() as other:
        in_one, in_other = store.open_conversation(one, known), store.open_conversation(other, known)
        store.add_turn(one, in_one, "van de ene", REPLY, State(NEW_SLOTS | {"needs": ["tuin"]}))
        one.commit()
        with pytest.raises(StaleDataError):
            store.add_turn(other, in_other, "van de andere", REPLY, State(NEW_SLOTS | {"needs": ["taal"]}))
    assert [turn.said for turn in store.history(session, known)] == ["hallo", "van de ene"]


# --- two hundred turns -------------------------------------------------------------------------------------------
def test_a_conversation_of_200_turns_goes_on_in_a_new_one(session: Session) -> None:
    known = talk(session, *("hallo",) * 199)
    opened = store.open_conversation(session, known)
    assert opened.id == known
    store.add_turn(session, opened, "de laatste", REPLY, State())
    assert store.open_conversation(session, known).id != known
    assert len(store.history(session, known)) == 200


# --- forgetting --------------------------------------------------------------------------------------------------
def test_a_conversation_is_forgotten_at_once_with_all_its_turns_and_no_other(session: Session) -> None:
    gone, kept = talk(session, "een", "twee"), talk(session, "drie")
    store.forget(session, gone)
    assert rows(session) == (1, 1)
    assert store.history(session, gone) == []
    assert store.open_conversation(session, gone).id != gone
    assert len(store.history(session, kept)) == 1


@pytest.mark.parametrize("unknown", ["", "x", "%"])
def test_forgetting_what_is_not_there_is_no_fault(session: Session, unknown: str) -> None:
    talk(session, "van een ander")
    store.forget(session, unknown)
    assert rows(session) == (1, 1)


# --- purging -----------------------------------------------------------------------------------------------------
def silent_since(session: Session, moment: dt.datetime) -> str:
    known = talk(session, "hallo")
    session.get_one(Conversation, known).last_turn_on = moment
    session.commit()
    return known


def test_after_thirty_days_of_silence_a_conversation_is_deleted(session: Session) -> None:
    second = dt.timedelta(seconds=1)
    old = silent_since(session, NOW - 30 * DAY - second)
    kept = {silent_since(session, NOW - 30 * DAY + second), silent_since(session, NOW)}
    assert store.purge(session, now=NOW) == 1
    session.commit()
    assert set(session.scalars(select(Conversation.id))) == kept
    assert set(session.scalars(select(ConversationTurn.conversation_id))) == kept
    assert store.history(session, old) == []


def test_at_thirty_days_exactly_a_conversation_is_still_there(session: Session) -> None:
    silent_since(session, NOW - 30 * DAY)
    assert store.purge(session, now=NOW) == 0
    assert store.purge(session, now=NOW + dt.timedelta(microseconds=1)) == 1


def test_a_turn_starts_the_thirty_days_again(session: Session) -> None:
    known = silent_since(session, dt.datetime.now(dt.UTC) - 29 * DAY)
    store.add_turn(session, store.open_conversation(session, known), "daar ben ik weer", REPLY, State())
    session.commit()
    assert store.purge(session, now=dt.datetime.now(dt.UTC) + 29 * DAY) == 0
    assert store.purge(session, now=dt.datetime.now(dt.UTC) + 31 * DAY) == 1


def test_purging_twice_deletes_once(session: Session) -> None:
    silent_since(session, NOW - 31 * DAY)
    assert [store.purge(session, now=NOW) for _again in range(2)] == [1, 0]
    assert rows(session) == (0, 0)
