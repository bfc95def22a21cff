"""The back office, played: an editor corrects hours, the municipality approves, residents see it, it is undone."""

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Page, expect

from tests.browser.serving import serving
from tests.data_folder import copy_data
from webapp.settings import ROOT, Settings

pytestmark = pytest.mark.browser

PhoneWith = Callable[[bool], Page]
PASSWORD = "een zin die niemand raadt over breiwol"  # noqa: S105
ADA, OLGA, MARK = ("ada.play@example.org", "olga.play@example.org", "mark.play@example.org")
both_ways = pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "no-javascript"])


class Office(NamedTuple):
    """A server with a back office, and its data."""

    address: str
    data_dir: Path

    def run(self, *arguments: str, typed: str = "") -> str:
        """Run `meedoen` on the data of this server."""
        code = "from webapp.cli import meedoen; meedoen()"
        environment = {"MEEDOEN_DATA": str(self.data_dir), "PATH": "/usr/bin:/bin"}
        answer = subprocess.run(
            [sys.executable, "-c", code, *arguments], cwd=ROOT, env=environment, input=typed, text=True, check=True,
            capture_output=True,
        )  # fmt: skip
        return answer.stdout

    def link_mailed_to(self, address: str) -> str:
        """Send what is in the outbox, and give the link in the newest mail to an address."""
        self.run("worker", "--once")
        mails = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in self._files()]
        texts = [str(mail.get_content()) for mail in mails if mail["To"] == address]
        # The server got its port after its settings.
        return self.address + re.findall(r"https?://[^/]+(/\S+)", texts[-1])[0]

    def _files(self) -> list[Path]:
        return sorted((self.data_dir / "mail").glob("*.eml"), key=lambda path: path.stat().st_mtime)


@pytest.fixture(scope="module")
def office(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    data_dir = copy_data(settings.data_dir, tmp_path_factory.mktemp("office"))
    with serving(data_dir) as address:
        office = Office(address, data_dir)
        office.run("user", "create", ADA, "--name", "Ada", "--role", "administrator", typed=f"{PASSWORD}\n{PASSWORD}\n")
        yield office


def log_in(page: Page, office: Office, email: str) -> None:
    page.goto(f"{office.address}/beheer/inloggen")
    page.get_by_label("E-mailadres").fill(email)
    page.get_by_label("Wachtwoord", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Log in", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Wat ligt er voor u klaar?")


def invite(page: Page, office: Office, email: str, name: str, role: str, **where: str) -> None:
    page.goto(f"{office.address}/beheer/gebruikers/nieuw")
    page.get_by_label("Naam").fill(name)
    page.get_by_label("E-mailadres").fill(email)
    page.get_by_label("Rol").select_option(role)
    for field, value in where.items():
        page.locator(f"#{field}").select_option(value)
    page.get_by_role("button", name="Stuur de uitnodiging").click()
    expect(page.get_by_text(f"De uitnodiging gaat naar {email}")).to_be_visible()


def accept(page: Page, office: Office, email: str) -> None:
    page.goto(office.link_mailed_to(email))
    for field in page.locator("main input[type=password]").all():
        field.fill(PASSWORD)
    page.get_by_role("button", name="Bewaar het wachtwoord").click()


@both_ways
def test_hours_are_corrected_approved_reported_and_put_back(
    phone_with: PhoneWith, office: Office, javascript: bool
) -> None:
    olga, mark = (email.replace("play", f"play{int(javascript)}") for email in (OLGA, MARK))
    name = f"Koffie bij Sedna {int(javascript)}"

    admin = phone_with(javascript)
    log_in(admin, office, ADA)
    invite(admin, office, olga, "Olga", "organization_editor", organization="sedna")
    invite(admin, office, mark, "Mark", "municipality_editor", municipality="emmen")

    editor = phone_with(javascript)
    accept(editor, office, olga)
    log_in(editor, office, olga)
    write_listing(editor, office, name)

    approver = phone_with(javascript)
    accept(approver, office, mark)
    log_in(approver, office, mark)
    approve(approver, name)

    resident = phone_with(javascript)
    resident.goto(f"{office.address}/zoeken?q={name.replace(' ', '+')}&municipality=emmen")
    resident.get_by_role("link", name=name).first.click()
    expect(resident.get_by_role("main")).to_contain_text("10:00 tot 12:00")
    public = resident.url

    editor.get_by_role("link", name="Hulp", exact=True).click()
    editor.get_by_role("link", name=name).click()
    editor.locator("[id='schedules.0.opens_at']").fill("13:30")
    editor.locator("[id='schedules.0.closes_at']").fill("15:00")
    editor.get_by_role("button", name="Stuur in").click()
    expect(editor.get_by_text("Ingestuurd. De gemeente kijkt ernaar.")).to_be_visible()
    approve(approver, name)
    resident.goto(public)
    expect(resident.get_by_role("main")).to_contain_text("13:30 tot 15:00")

    report_a_number(resident)
    take_over(approver, office, name)
    resident.goto(public)
    expect(resident.get_by_role("main")).to_contain_text("0591-654321")

    approver.goto(f"{office.address}/beheer/hulp?q={name.replace(' ', '+')}")
    approver.get_by_role("link", name=name).click()
    approver.get_by_role("link", name="Geschiedenis").click()
    expect(approver.get_by_role("main")).to_contain_text("Mark")
    expect(approver.get_by_role("main")).to_contain_text("Melding van een inwoner")
    approver.get_by_role("button", name="Zet deze versie terug").last.click()
    expect(approver.get_by_text("Deze versie staat weer online.")).to_be_visible()
    resident.goto(public)
    expect(resident.get_by_role("main")).to_contain_text("10:00 tot 12:00")


def write_listing(page: Page, office: Office, name: str) -> None:
    page.goto(f"{office.address}/beheer/hulp/nieuw")
    page.locator("#name").fill(name)
    page.locator("#organization").select_option("sedna")
    page.locator("#summary").fill("Elke dinsdag koffie met buren.")
    page.locator("#description").fill("Kom langs voor koffie. Iedereen is welkom.")
    page.locator("summary", has_text="Contact").first.click()
    page.get_by_label("Mensen ontmoeten en iets doen").check()
    page.locator("[name='schedules.0.days'][value=TU]").check()
    page.locator("[id='schedules.0.opens_at']").fill("10:00")
    page.locator("[id='schedules.0.closes_at']").fill("12:00")
    page.locator("#source").fill("Sedna")
    page.get_by_role("button", name="Stuur in").click()
    expect(page.get_by_text("Ingestuurd. De gemeente kijkt ernaar.")).to_be_visible()


def report_a_number(page: Page) -> None:
    page.get_by_role("link", name="Klopt er iets niet? Laat het ons weten").click()
    page.get_by_label("Wat klopt er niet?").select_option("phone")
    page.get_by_label("Hoe is het dan wel?").fill("0591 65 43 21")
    # A form that comes back this soon is taken for a program's.
    page.wait_for_timeout(3_500)
    page.get_by_role("button", name="Stuur de melding").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bedankt voor uw melding")


def take_over(page: Page, office: Office, name: str) -> None:
    page.goto(f"{office.address}/beheer/meldingen")
    page.get_by_role("listitem").filter(has_text=name).get_by_role("button", name="Neem over").click()
    page.goto(f"{office.address}/beheer/")


def approve(page: Page, name: str) -> None:
    page.get_by_role("link", name="Begin", exact=True).click()
    page.get_by_role("link", name=name).click()
    page.get_by_role("button", name="Goedkeuren en online zetten").click()
    expect(page.get_by_text("Goedgekeurd. Dit staat nu online.")).to_be_visible()
