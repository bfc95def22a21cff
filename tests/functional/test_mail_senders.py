"""Ways to send mail: which the settings choose, and that what is sent on the way is for nobody else."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme
from aiosmtpd.smtp import AuthResult, LoginPassword

from tests.mail_server import mail_server
from tests.outbox import Outbox
from webapp.mail.choosing import MailSettingsError, choose_sender, sender_domain
from webapp.settings import Settings


@pytest.fixture
def box(tmp_path: Path) -> Iterator[Outbox]:
    found = Outbox(tmp_path)
    yield found
    found.engine.dispose()


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> trustme.CA:
    """Someone who gives certificates, and whom this machine trusts."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "authority.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    return authority


def certified(authority: trustme.CA, name: str) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert(name).configure_cert(context)
    return context


def only_anna(*arguments: object) -> AuthResult:
    who = arguments[-1]
    assert isinstance(who, LoginPassword)
    return AuthResult(success=(who.login, who.password) == (b"anna@x", b"p/ss:w%rd"), handled=False)


@pytest.mark.parametrize(("password", "taken"), [("p%2Fss:w%25rd", True), ("guess", False)])
def test_it_logs_in_over_an_encrypted_connection(
    box: Outbox, authority: trustme.CA, password: str, taken: bool
) -> None:
    options = {"authenticator": only_anna, "auth_required": True, "require_starttls": True}
    mail_id = box.put()
    with mail_server(tls_context=certified(authority, "127.0.0.1"), **options) as server:
        box.send(f"smtp://anna%40x:{password}@127.0.0.1:{server.port}?starttls=1")
        assert len(server.received) == taken
    assert box.get(mail_id).fault == (None if taken else "535 5.7.8")


def test_it_sends_over_tls_from_the_first_byte(box: Outbox, authority: trustme.CA) -> None:
    box.put()
    with mail_server(ssl_context=certified(authority, "127.0.0.1")) as server:
        box.send(f"smtps://127.0.0.1:{server.port}")
        assert len(server.received) == 1


def test_a_server_with_another_name_gets_nothing(box: Outbox, authority: trustme.CA) -> None:
    mail_id = box.put()
    with mail_server(tls_context=certified(authority, "elsewhere.example")) as server:
        box.send(f"smtp://127.0.0.1:{server.port}?starttls=1")
        assert server.received == []
    assert box.get(mail_id).fault == "SSLCertVerificationError"


def test_a_server_without_starttls_gets_nothing_when_that_was_asked(box: Outbox) -> None:
    mail_id = box.put()
    with mail_server() as server:
        box.send(f"{server.url}?starttls=1")
        assert server.received == []
    assert (box.get(mail_id).status, box.get(mail_id).fault) == ("waiting", "SMTPNotSupportedError")


@pytest.mark.parametrize("url", ["", "file:", "file:{folder}/elders", "file://{folder}/elders"])
def test_files_are_for_one_user_and_hold_a_whole_mail(box: Outbox, tmp_path: Path, url: str) -> None:
    box.put()
    box.send(url.format(folder=tmp_path))
    folder = tmp_path / ("elders" if "folder" in url else "mail")
    (file,) = folder.iterdir()
    assert b"De uitnodiging van Olga." in file.read_bytes()
    assert file.suffix == ".eml"
    assert (file.stat().st_mode & 0o777, folder.stat().st_mode & 0o777) == (0o600, 0o700)


def test_a_folder_that_cannot_be_written_to_loses_nothing(box: Outbox, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    mail_id = box.put()
    box.send(f"file:{tmp_path}/file/mail")
    assert (box.get(mail_id).status, box.get(mail_id).fault) == ("waiting", "NotADirectoryError")


def test_the_terminal_shows_the_mail(box: Outbox, capsys: pytest.CaptureFixture[str]) -> None:
    box.put()
    box.send("console:")
    shown = capsys.readouterr().out
    assert "To: olga@club.example" in shown
    assert "De uitnodiging van Olga." in shown


@pytest.mark.parametrize(
    "url",
    [
        "smtp:",
        "smtp://",
        "smtp://h:port",
        "smtp://h:99999",
        "smtp://h/inbox",
        "smtp://h?tls=1",
        "smtp://[h",
        "http://h",
        "mail.example:25",
        "mail",
        "file://host/x",
        "smtp://anna:geheim@h",
        "smtp://anna:geh/eim@h?starttls=1",
        "smtp://anna:12/geheim@h?starttls=1",
    ],
)
def test_a_mail_url_that_cannot_be_used_is_told_without_the_password(url: str) -> None:
    with pytest.raises(MailSettingsError, match="MAIL_URL") as caught:
        choose_sender(Settings(mail_url=url))
    assert "geh" not in str(caught.value)
    assert "geh" not in repr(Settings(mail_url=url))


@pytest.mark.parametrize(
    ("mail_from", "url"), [("", ""), ("Meedoen", ""), ("a@", ""), ("a@é.nl", ""), ("Meedoen <m@localhost>", "smtp://h")]
)
def test_a_sender_that_is_no_address_is_told(mail_from: str, url: str) -> None:
    with pytest.raises(MailSettingsError, match="MAIL_FROM"):
        sender_domain(Settings(mail_from=mail_from, mail_url=url))
