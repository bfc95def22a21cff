"""Two editors write on one listing in any order: nothing that either saved is written over unseen."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from sociale_kaart import database
from sociale_kaart.actions.drafts import discard_draft, save_draft, submit_draft
from sociale_kaart.actions.publishing import publish, restore
from sociale_kaart.actors import Actor, Role
from sociale_kaart.errors import ConflictError
from sociale_kaart.models import Metadata, Service
from sociale_kaart.queries.drafts import get_working_copy
from sociale_kaart.queries.history import data_after

pytestmark = pytest.mark.slow

Data = dict[str, Any]
FIELDS = ("summary", "conditions", "source", "url")


@dataclass
class Editor:
    """An editor with a form open: what they saw when they opened it, and what they have typed since."""

    actor: Actor
    opened: Data = field(default_factory=dict)
    typed: Data = field(default_factory=dict)
    seen: str = ""


@dataclass
class Listing:
    """The listing in the database, and every version that was published by its history."""

    sessions: sessionmaker[Session]
    id: str
    published: dict[int, Data] = field(default_factory=dict)

    def open(self, editor: Editor) -> None:
        """Open the form again, and go on with what was typed: what a page with a conflict does."""
        with self.sessions() as session:
            copy = get_working_copy(session, self.id)
            editor.opened, editor.seen = dict(copy.data), copy.seen

    def type(self, editor: Editor, name: str, text: str) -> None:
        editor.typed[name] = text

    def save(self, editor: Editor) -> None:
        with self.sessions() as session:
            before = get_working_copy(session, self.id).data
            try:
                save_draft(
                    session, service_id=self.id, data=editor.opened | editor.typed, seen=editor.seen, by=editor.actor
                )
            except ConflictError:
                assert before != editor.opened or self._now(session) != editor.seen, "a conflict with nobody"
                session.rollback()
                self.open(editor)
                return
            session.commit()
        unseen = {name for name in FIELDS if before.get(name) != editor.opened.get(name)}
        assert not unseen, "written over what this editor never saw"
        with self.sessions() as session:
            after = get_working_copy(session, self.id).data
        assert {name: after.get(name) for name in editor.typed} == editor.typed
        editor.typed = {}
        self.open(editor)

    def publish(self, editor: Editor) -> None:
        with self.sessions() as session:
            copy = get_working_copy(session, self.id)
            try:
                publish(session, service_id=self.id, seen=editor.seen, reason=None, by=editor.actor)
            except ConflictError:
                session.rollback()
                self.open(editor)
                return
            session.commit()
            self._remember(session, copy.data)

    def go_back(self, editor: Editor) -> None:
        change = min(self.published)
        with self.sessions() as session:
            try:
                restore(session, service_id=self.id, change=change, seen=editor.seen, reason=None, by=editor.actor)
            except ConflictError:
                session.rollback()
                self.open(editor)
                return
            session.commit()
            self._remember(session, self.published[change])

    def check_history(self) -> None:
        with self.sessions() as session:
            for change, data in self.published.items():
                assert data_after(session, self.id, change) == data

    def _remember(self, session: Session, data: Data) -> None:
        newest = session.scalars(
            select(Metadata.id).where(Metadata.resource_id == self.id).order_by(Metadata.id.desc())
        ).first()
        assert newest is not None
        if newest not in self.published:
            self.published[newest] = dict(data)

    def _now(self, session: Session) -> str:
        return get_working_copy(session, self.id).seen


@contextmanager
def fresh_listing(filled_database: Path) -> Iterator[Listing]:
    """A published listing in a database of its own."""
    with TemporaryDirectory() as folder:
        engine = database.make_engine(f"sqlite:///{shutil.copy(filled_database, folder)}")
        sessions = sessionmaker(engine)
        with sessions() as session:
            service = session.scalars(select(Service).where(Service.municipality_id == "emmen").limit(1)).one()
            listing = Listing(sessions, service.id)
            created = session.scalars(select(Metadata.id).where(Metadata.resource_id == service.id)).one()
            listing.published[created] = dict(get_working_copy(session, service.id).online)
        yield listing
        engine.dispose()


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["open", "type", "save", "publish", "go_back"]),
        st.integers(0, 1),
        st.sampled_from(FIELDS[:3]),
        st.integers(0, 999),
    ),
    max_size=25,
)


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=STEPS)
def test_no_order_of_work_loses_a_change(filled_database: Path, steps: list[tuple[str, int, str, int]]) -> None:
    editors = [Editor(Actor(f"user:{number}", Role.MUNICIPALITY_EDITOR, "emmen")) for number in (1, 2)]
    with fresh_listing(filled_database) as listing:
        for editor in editors:
            listing.open(editor)
        for step, number, name, text in steps:
            if step == "type":
                listing.type(editors[number], name, f"Tekst nummer {text} van redacteur {number}.")
            else:
                getattr(listing, step)(editors[number])
        listing.check_history()


MARK = Actor("user:1", Role.MUNICIPALITY_EDITOR, "emmen")


def test_two_who_save_at_the_same_moment_get_in_each_others_way(filled_database: Path) -> None:
    with fresh_listing(filled_database) as listing, listing.sessions() as first, listing.sessions() as second:
        copy = get_working_copy(first, listing.id)
        get_working_copy(second, listing.id)
        save_draft(first, service_id=listing.id, data=copy.data | {"source": "Eerst"}, seen=copy.seen, by=MARK)
        first.commit()
        with pytest.raises(ConflictError):
            save_draft(second, service_id=listing.id, data=copy.data | {"source": "Later"}, seen=copy.seen, by=MARK)


def test_what_changed_online_meanwhile_stays_when_the_draft_is_published(filled_database: Path) -> None:
    with fresh_listing(filled_database) as listing, listing.sessions() as session:
        copy = get_working_copy(session, listing.id)
        begin = min(listing.published)
        first = save_draft(
            session, service_id=listing.id, data=copy.data | {"source": "Gebeld"}, seen=copy.seen, by=MARK
        )
        publish(session, service_id=listing.id, seen=first.seen, reason=None, by=MARK)
        online = get_working_copy(session, listing.id)
        draft = save_draft(
            session, service_id=listing.id, data=online.data | {"conditions": "Geen"}, seen=online.seen, by=MARK
        )
        restore(session, service_id=listing.id, change=begin, seen=draft.seen, reason=None, by=MARK)
        now = get_working_copy(session, listing.id)
        assert now.data["source"] == copy.data["source"]
        assert now.data["conditions"] == "Geen"


def test_a_draft_is_submitted_only_when_it_is_sound_and_discarded_as_seen(filled_database: Path) -> None:
    with fresh_listing(filled_database) as listing, listing.sessions() as session:
        copy = get_working_copy(session, listing.id)
        saved = save_draft(
            session, service_id=listing.id, data=copy.data | {"source": "Brief"}, seen=copy.seen, by=MARK
        )
        assert submit_draft(session, service_id=listing.id, reason="Post", by=MARK).state == "submitted"
        with pytest.raises(ConflictError):
            discard_draft(session, service_id=listing.id, seen=saved.seen, by=MARK)
