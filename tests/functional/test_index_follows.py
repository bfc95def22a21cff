"""The search follows every change of the content: in each worker, after a crash at any step, and when many change."""

import fcntl
import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from sociale_kaart import database
from sociale_kaart.actions import audit
from sociale_kaart.models import Organization, Service, SynonymGroup
from sociale_kaart.queries.search_entries import content_generation
from sociale_kaart.search.index import TextIndex, read_generation
from tests.data_folder import copy_data
from webapp.app import create_app
from webapp.settings import Settings
from webapp.wiring import FEW_LISTINGS, ensure_index, rebuild_index

# A child has what its parent has read already: a fresh Python for each would take a second for each.
PROCESSES = multiprocessing.get_context("fork")
# What changes files, as Python tells its audit hooks; and "open", unless it is to read.
STEPS = {"open", "os.link", "os.mkdir", "os.remove", "os.rename", "shutil.copyfile", "shutil.rmtree"}


@pytest.fixture
def own(app: Flask, settings: Settings, tmp_path: Path) -> Settings:
    """Settings on data of this test alone; `app` has made sure that its index is of this version."""
    assert app
    return Settings(data_dir=copy_data(settings.data_dir, tmp_path / "data"))


@pytest.fixture
def session(own: Settings) -> Iterator[Session]:
    engine = database.make_engine(own.url)
    with Session(engine) as session:
        yield session
    engine.dispose()


def rename(session: Session, key: str, name: str) -> None:
    session.get_one(Service, key).name = name
    audit.record(session, by="anna", action="updated", resource=("service", key))
    session.commit()


def found(app: Flask, query: str) -> list[str]:
    answer = app.test_client().get("/api/v1/search", query_string={"q": query, "municipality": "emmen"}).json
    assert answer is not None
    return [item["id"] for item in answer["items"]]


def eventually(check: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not check():
        assert time.monotonic() < deadline, "the search does not follow"
        time.sleep(0.1)


def segments(settings: Settings) -> set[str]:
    return {path.name for path in (settings.data_dir / "index").glob("*.seg")}


def test_every_worker_follows_and_writes_only_what_changed(own: Settings, session: Session) -> None:
    workers, before = [create_app(own), create_app(own)], segments(own)
    rename(session, "emmen-zorgloket", "Het Zwaluwnest")
    for worker in workers:
        eventually(lambda worker=worker: found(worker, "Zwaluwnest")[:1] == ["emmen-zorgloket"])
    rename(session, "emmen-zorgloket", "Het Merelnest")
    for worker in reversed(workers):
        eventually(lambda worker=worker: found(worker, "Merelnest")[:1] == ["emmen-zorgloket"])
    assert before < segments(own)


def test_a_listing_that_is_archived_goes_and_comes_back(own: Settings, session: Session) -> None:
    worker = create_app(own)
    for status in ("archived", "active"):
        session.get_one(Service, "emmen-zorgloket").status = status
        audit.record(session, by="anna", action="updated", resource=("service", "emmen-zorgloket"))
        session.commit()
        eventually(lambda: ("emmen-zorgloket" in found(worker, "zorgloket")) == (status == "active"))  # noqa: B023


def test_listings_follow_the_name_of_their_organisation(own: Settings, session: Session) -> None:
    worker = create_app(own)
    listing = session.scalars(select(Service).where(Service.organization_id.is_not(None)).limit(1)).one()
    organization = session.get_one(Organization, listing.organization_id)
    organization.name = "Kwikstaart"
    audit.record(session, by="anna", action="updated", resource=("organization", organization.id))
    session.commit()
    eventually(lambda: worker.extensions["meedoen"].now().search.index.lexicon.knows("kwikstaart"))
    index = TextIndex(own.data_dir / "index")
    of_organization = select(Service.id).where(Service.organization_id == organization.id)
    assert {index.entries[position].id for position in index.postings("kwikstaart")} == set(
        session.scalars(of_organization)
    )


def test_a_changed_synonym_works(own: Settings, session: Session) -> None:
    worker, before = create_app(own), segments(own)
    session.add(SynonymGroup(id="zorgloket", same=["bromvliegje"]))
    audit.record(session, by="anna", action="created", resource=("synonym_group", "zorgloket"))
    session.commit()
    eventually(lambda: "emmen-zorgloket" in found(worker, "bromvliegje"))
    assert segments(own) == before


def test_many_changes_are_written_while_the_search_goes_on(own: Settings, session: Session) -> None:
    worker = create_app(own)
    listings = session.scalars(select(Service).order_by(Service.id).limit(FEW_LISTINGS + 50)).all()
    for listing in listings:
        listing.description += "\n\nZwaluwnest."
        audit.record(session, by="anna", action="updated", resource=("service", listing.id))
    session.commit()
    index = worker.extensions["meedoen"].now().search.index
    assert index.generation != content_generation(session)
    assert not index.lexicon.knows("zwaluwnest")
    eventually(
        lambda: worker.extensions["meedoen"].now().search.index.document_frequency("zwaluwnest") == len(listings)
    )


def test_a_worker_does_not_wait_for_another_process_that_writes_the_index(own: Settings, session: Session) -> None:
    worker = create_app(own)
    with (own.data_dir / "index.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        rename(session, "emmen-zorgloket", "Het Zwaluwnest")
        assert "emmen-zorgloket" in found(worker, "zorgloket")
        assert not worker.extensions["meedoen"].now().search.index.lexicon.knows("zwaluwnest")
    eventually(lambda: found(worker, "Zwaluwnest")[:1] == ["emmen-zorgloket"])


@pytest.mark.parametrize("name", ["words.json", "*.toc", "*.seg", "about.json"])
def test_an_index_that_is_damaged_while_workers_run_is_built_again(own: Settings, session: Session, name: str) -> None:
    worker = create_app(own)
    for path in (own.data_dir / "index").glob(name):
        path.unlink()
        path.write_bytes(b"rubbish")
    assert "emmen-zorgloket" in found(worker, "zorgloket")
    rename(session, "emmen-zorgloket", "Het Zwaluwnest")
    eventually(lambda: found(worker, "Zwaluwnest")[:1] == ["emmen-zorgloket"])


# --- crashes and crowds ------------------------------------------------------------------------------------------
def follow(settings: Settings, die_at: int) -> None:
    """Bring the index up to the content, and be killed at a step of what that does to files."""
    count = 0

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal count
        if event not in STEPS or (event == "open" and str(arguments[1]) in ("r", "rb")):
            return
        if str(arguments[0]).startswith(str(settings.data_dir / "index")):
            count += 1
            if count == die_at:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)
    with Session(database.make_engine(settings.url)) as session:
        ensure_index(settings, session)


def rename_and_follow(settings: Settings, keys: list[str]) -> None:
    with Session(database.make_engine(settings.url)) as session:
        for key in keys:
            rename(session, key, f"Zwaluwnest {key}")
            ensure_index(settings, session)


def assert_as_built_anew(settings: Settings, session: Session) -> None:
    followed = TextIndex(settings.data_dir / "index")
    rebuild_index(settings, session)
    built = TextIndex(settings.data_dir / "index")
    assert followed.generation == built.generation == content_generation(session)
    assert followed.entries == built.entries
    assert followed.lexicon.counts == built.lexicon.counts
    tokens = {token for word in built.lexicon.counts for token in built.lexicon.tokens(word)}
    assert all(followed.postings(token) == built.postings(token) for token in tokens)


def test_killed_at_any_step_it_catches_up_on_its_own(own: Settings, session: Session) -> None:
    step, is_killed = 0, True
    while is_killed:
        step += 1
        rename(session, "emmen-zorgloket", f"Zwaluwnest{step}")
        child = PROCESSES.Process(target=follow, args=(own, step))
        child.start()
        child.join()
        is_killed = child.exitcode == -signal.SIGKILL
        assert is_killed or child.exitcode == 0
        ensure_index(own, session)
        assert read_generation(own.data_dir / "index") == content_generation(session)
        assert TextIndex(own.data_dir / "index").lexicon.counts[f"zwaluwnest{step}"] == 1
    assert step > 10, "it was killed at too few steps"
    assert {path.name for path in own.data_dir.glob("index*")} == {"index", "index.lock"}
    assert_as_built_anew(own, session)


def test_several_processes_at_once_lose_no_change(own: Settings, session: Session) -> None:
    keys = list(session.scalars(select(Service.id).order_by(Service.id).limit(30)))
    session.rollback()
    children = [PROCESSES.Process(target=rename_and_follow, args=(own, keys[start::3])) for start in range(3)]
    for child in children:
        child.start()
    for child in children:
        child.join()
    assert [child.exitcode for child in children] == [0, 0, 0]
    index = TextIndex(own.data_dir / "index")
    assert {found.id for found in index.entries if found.name.startswith("Zwaluwnest")} == set(keys)
    assert_as_built_anew(own, session)
