"""`meedoen user`: accounts from the command line."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from sociale_kaart.models import Metadata, OutboxMail
from tests.data_folder import copy_data
from tests.functional.accounts.conftest import PASSWORD, send
from webapp.accounts.models import User
from webapp.app import create_app
from webapp.cli.user import user
from webapp.settings import Settings
from webapp.wiring import open_database

Meedoen = Callable[..., Result]
NEW = ("adri@example.org", "a@example.org")
FIRST = ("create", "adri@example.org", "--name", "Adri", "--role", "administrator")


@pytest.fixture
def data_dir(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    copy_data(settings.data_dir, tmp_path)
    monkeypatch.setenv("MEEDOEN_DATA", str(tmp_path))
    return tmp_path


@pytest.fixture
def meedoen(data_dir: Path) -> Meedoen:
    """Runs a command; gives how it ended and what it said."""

    def run(*arguments: str, typed: str = "\n") -> Result:
        assert data_dir.exists()
        return CliRunner().invoke(user, arguments, input=typed)

    return run


def test_the_first_administrator_logs_in_with_the_password_that_was_typed(meedoen: Meedoen, data_dir: Path) -> None:
    answer = meedoen(*FIRST, typed=f"{PASSWORD}\n{PASSWORD}\n")
    assert answer.exit_code == 0, answer.output
    assert PASSWORD not in answer.output
    browser = create_app(Settings(data_dir=data_dir)).test_client()
    send(browser, "/beheer/inloggen", {"email": "adri@example.org", "password": PASSWORD})
    assert browser.get("/beheer/gebruikers").status_code == 200


def test_without_a_password_an_invitation_goes_out(meedoen: Meedoen, data_dir: Path) -> None:
    answer = meedoen(*FIRST)
    assert answer.exit_code == 0, answer.output
    _engine, sessions = open_database(Settings(data_dir=data_dir))
    with sessions() as session:
        mail = session.scalars(select(OutboxMail).where(OutboxMail.recipient == "adri@example.org")).one()
        assert mail.kind == "invitation"
        made = session.scalars(select(User).where(User.email == "adri@example.org")).one()
        event = session.scalars(select(Metadata).where(Metadata.resource_id == made.key)).one()
        assert event.updated_by == "command line"


@pytest.mark.parametrize(
    ("arguments", "typed", "said"),
    [
        (FIRST, "kort\nkort\n", "12 characters"),
        (FIRST, f"{PASSWORD}\niets anders\n", "not the same"),
        (("create", "geen adres", "--name", "A", "--role", "administrator"), "\n", "email invalid"),
        (("create", "a@example.org", "--name", "A", "--role", "volunteer"), "\n", "municipality missing"),
        (("create", "a@example.org", "--name", "A", "--role", "keizer"), "\n", "keizer"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_made(
    meedoen: Meedoen, data_dir: Path, arguments: tuple[str, ...], typed: str, said: str
) -> None:
    answer = meedoen(*arguments, typed=typed)
    assert answer.exit_code != 0
    assert said in answer.output
    assert "Traceback" not in answer.output
    _engine, sessions = open_database(Settings(data_dir=data_dir))
    with sessions() as session:
        assert session.scalars(select(User).where(User.email.in_(NEW))).all() == []
        assert session.scalars(select(OutboxMail).where(OutboxMail.recipient.in_(NEW))).all() == []


def test_accounts_are_listed_and_disabled(meedoen: Meedoen) -> None:
    meedoen(*FIRST)
    otto = ("--name", "Otto", "--role", "organization_editor", "--organization", "sedna")
    meedoen("create", "otto@example.org", *otto)
    assert meedoen("disable", "OTTO@example.org").exit_code == 0
    lines = [line.split("\t") for line in meedoen("list").output.splitlines()]
    assert ["invited", "administrator", "-", "adri@example.org", "Adri"] in [line[1:] for line in lines]
    assert ["disabled", "organization_editor", "sedna", "otto@example.org", "Otto"] in [line[1:] for line in lines]
    assert all(line[0].startswith("user:") for line in lines)


def test_disabling_nobody_is_told(meedoen: Meedoen) -> None:
    answer = meedoen("disable", "niemand@example.org")
    assert answer.exit_code == 1
    assert "unknown account" in answer.output
