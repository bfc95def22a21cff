"""From the settings to a way to send mail."""

from __future__ import annotations

from email.errors import MessageError
from email.headerregistry import Address
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from webapp.mail.local import ConsoleSender, FileSender
from webapp.mail.sender import Sender
from webapp.mail.smtp import SmtpSender
from webapp.settings import Settings

_LOOPBACK = {"localhost", "127.0.0.1", "::1"}


class MailSettingsError(ValueError):
    """MAIL_URL or MAIL_FROM cannot be used; the message says why, and never holds the password."""


def choose_sender(settings: Settings) -> Sender:
    """Give the way to send mail that MAIL_URL asks for; raises MailSettingsError."""
    try:
        url = urlsplit(settings.mail_url)
    except ValueError:
        raise MailSettingsError("MAIL_URL is no URL") from None
    if url.scheme in ("", "file") and not url.netloc and (url.scheme or not url.path):
        return FileSender(Path(unquote(url.path)) if url.path else settings.data_dir / "mail")
    if url.scheme == "console":
        return ConsoleSender()
    if url.scheme in ("smtp", "smtps"):
        return _smtp(url)
    raise MailSettingsError("MAIL_URL must begin with smtp://, smtps://, file: or console:")


def _smtp(url: SplitResult) -> SmtpSender:
    tls = url.scheme == "smtps"
    options = parse_qs(url.query)
    starttls = options.pop("starttls", ["0"]) == ["1"]
    try:
        port = url.port or (465 if tls else 587 if starttls else 25)
    except ValueError:
        # Not with what stands there: it is part of the password when that holds a / or a #.
        raise MailSettingsError("MAIL_URL has no sound port; write a / or # in a password as %2F or %23") from None
    if not url.hostname or options or url.path.strip("/"):
        raise MailSettingsError("MAIL_URL must look like smtp://user:password@host:587?starttls=1")
    if url.username and not (tls or starttls or url.hostname in _LOOPBACK):
        raise MailSettingsError("MAIL_URL would send its password unencrypted: use smtps:// or ?starttls=1")
    user, password = unquote(url.username or ""), unquote(url.password or "")
    return SmtpSender(url.hostname, port, tls, starttls, user, password)


def sender_domain(settings: Settings) -> str:
    """Give the domain of MAIL_FROM, for the Message-IDs; raises MailSettingsError when it is no address."""
    try:
        domain = Address(addr_spec=parseaddr(settings.mail_from)[1]).domain
    except (ValueError, IndexError, MessageError):
        domain = ""
    if not domain.isascii() or not domain or (domain == "localhost" and settings.mail_url.startswith("smtp")):
        raise MailSettingsError("MAIL_FROM must look like Meedoen <meedoen@gemeente.nl>")
    return domain
