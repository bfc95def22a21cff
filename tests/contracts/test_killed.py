"""A process that is killed while it saves, publishes or imports leaves all of it done, or nothing."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from sociale_kaart import database
from sociale_kaart.models import Metadata, Service, ServiceDraft
from sociale_kaart.queries.drafts import get_working_copy
from sociale_kaart.search.index import read_generation
from tests.unit.builders import ContentFolder
from webapp.settings import ROOT, Settings
from webapp.wiring import ensure_index

pytestmark = pytest.mark.slow

LISTING, ITS_FILE = "klusdienst", "municipalities/emmen/service.yml"
# Does one thing, and kills itself at the given moment of a transaction.
CHILD = """
import os, signal, sys
from pathlib import Path
from sqlalchemy import event
from sqlalchemy.orm import Session
from sociale_kaart import database
from sociale_kaart.actions.content_import import import_content
from sociale_kaart.actions.drafts import save_draft
from sociale_kaart.actions.publishing import publish
from sociale_kaart.actors import Actor, Role
from sociale_kaart.exchange.content_files import read_content
from sociale_kaart.queries.drafts import get_working_copy

what, moment, url, content, listing = sys.argv[1:]
engine = database.make_engine(url)
with Session(engine) as session:
    if moment != "never":
        event.listen(session, moment, lambda *_: os.kill(os.getpid(), signal.SIGKILL))
    mark = Actor("user:1", Role.ADMINISTRATOR)
    if what == "import":
        import_content(session, content=read_content(Path(content)), by="set-up")
    else:
        copy = get_working_copy(session, listing)
        data = copy.data | {"summary": "Een nieuwe zin over deze hulp."}
        if what == "save":
            save_draft(session, service_id=listing, data=data, seen=copy.seen, by=mark)
        else:
            publish(session, service_id=listing, seen=copy.seen, reason=None, by=mark)
    session.commit()
"""
MOMENTS = ["before_flush", "after_flush", "before_commit", "after_commit"]


@pytest.fixture
def folder(tmp_path: Path) -> ContentFolder:
    return ContentFolder(tmp_path / "content")


@pytest.fixture
def url(tmp_path: Path, folder: ContentFolder) -> str:
    """A database with the small content in it."""
    url = f"sqlite:///{tmp_path / 'meedoen.db'}"
    engine = database.make_engine(url)
    database.migrate(engine)
    engine.dispose()
    assert do("import", "never", url, folder) == 0
    return url


def do(what: str, moment: str, url: str, folder: ContentFolder) -> int:
    """Run the child; gives how it ended."""
    arguments = [sys.executable, "-c", CHILD, what, moment, url, str(folder.root), LISTING]
    return subprocess.run(arguments, cwd=ROOT, check=False, env=os.environ).returncode


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_save_is_whole_or_not_at_all(url: str, folder: ContentFolder, moment: str) -> None:
    engine = database.make_engine(url)
    assert do("save", moment, url, folder) == -signal.SIGKILL
    with Session(engine) as session:
        draft = session.get(ServiceDraft, LISTING)
        assert (draft is not None) == (moment == "after_commit")
    assert do("save", "never", url, folder) == 0, "the next one goes on"


@pytest.mark.parametrize("moment", MOMENTS)
def test_publishing_takes_the_draft_away_and_tells_of_it_in_one_step(
    url: str, folder: ContentFolder, moment: str, tmp_path: Path
) -> None:
    engine = database.make_engine(url)
    with Session(engine) as session:
        events = session.scalars(select(func.count()).select_from(Metadata)).one()
    do("save", "never", url, folder)
    assert do("publish", moment, url, folder) == -signal.SIGKILL
    done = moment == "after_commit"
    settings = Settings(data_dir=tmp_path, database_url=url)
    with Session(engine) as session:
        assert (session.get(ServiceDraft, LISTING) is None) == done
        assert get_working_copy(session, LISTING).online.get("summary", "").startswith("Een nieuwe zin") == done
        assert session.scalars(select(func.count()).select_from(Metadata)).one() == events + done
        ensure_index(settings, session)
    assert read_generation(tmp_path / "index") is not None


@pytest.mark.parametrize("moment", MOMENTS)
def test_an_import_is_whole_or_not_at_all(url: str, folder: ContentFolder, moment: str) -> None:
    engine = database.make_engine(url)
    folder.change(ITS_FILE, LISTING, summary="Dit staat nieuw in de bestanden.")
    assert do("import", moment, url, folder) == -signal.SIGKILL
    with Session(engine) as session:
        changed = session.get_one(Service, LISTING).summary.startswith("Dit staat nieuw")
        assert changed == (moment == "after_commit")
