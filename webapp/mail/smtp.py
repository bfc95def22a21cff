"""Sends mail through a mail server."""

from __future__ import annotations

import contextlib
import re
import smtplib
import ssl
from dataclasses import dataclass, field
from email.message import EmailMessage

from webapp.mail.sender import SendError

# Seconds for each step. A server may think long about a mail it was given (RFC 5321, 4.5.3.2.6): who gives up then
# does not know whether it was sent. All steps together stay within what a worker claims a mail for.
_STEP, _VERDICT, _GOODBYE = 30, 300, 5
_ENHANCED_CODE = re.compile(r"[245]\.\d{1,3}\.\d{1,3}\b")


@dataclass(frozen=True)
class SmtpSender:
    """A mail server: `tls` from the first byte, or after STARTTLS; without a user it is not logged in to."""

    host: str
    port: int
    tls: bool = False
    starttls: bool = False
    user: str = ""
    password: str = field(default="", repr=False)

    def send(self, message: EmailMessage) -> None:
        """Send one mail, or raise SendError."""
        try:
            server = self._connect()
        except smtplib.SMTPResponseException as error:
            raise SendError(_fault(error.smtp_code, error.smtp_error), away=True) from None
        except (OSError, smtplib.SMTPException) as error:
            raise SendError(type(error).__name__, away=True) from None
        try:
            _hand_over(server, message)
        finally:
            # The mail is taken or not by now: how the goodbye goes does not matter.
            with contextlib.suppress(OSError, smtplib.SMTPException):
                _wait_at_most(server, _GOODBYE)
                server.quit()
            server.close()

    def _connect(self) -> smtplib.SMTP:
        if self.tls:
            context = ssl.create_default_context()
            server: smtplib.SMTP = smtplib.SMTP_SSL(self.host, self.port, timeout=_STEP, context=context)
        else:
            server = smtplib.SMTP(self.host, self.port, timeout=_STEP)
        try:
            if self.starttls:
                # A server that offers no STARTTLS is an error here, never a reason to go on without.
                server.starttls(context=ssl.create_default_context())
            if self.user:
                server.login(self.user, self.password)
            server.ehlo_or_helo_if_needed()
        except BaseException:
            server.close()
            raise
        return server


def _hand_over(server: smtplib.SMTP, message: EmailMessage) -> None:
    """Give sender, recipient and mail, one step at a time: what an error means depends on how far it came."""
    try:
        _check(server.mail(message["From"].addresses[0].addr_spec))
        _check(server.rcpt(message["To"].addresses[0].addr_spec), of_this_mail=True)
    except (OSError, smtplib.SMTPException) as error:
        raise SendError(type(error).__name__) from None
    try:
        _wait_at_most(server, _VERDICT)
        answer = server.data(message.as_bytes())
    except smtplib.SMTPDataError as error:
        raise _refusal(error.smtp_code, error.smtp_error, of_this_mail=True) from None
    except (OSError, smtplib.SMTPException) as error:
        raise SendError(type(error).__name__, maybe_sent=True) from None
    _check(answer, of_this_mail=True)


def _wait_at_most(server: smtplib.SMTP, seconds: int) -> None:
    if server.sock is None:
        raise smtplib.SMTPServerDisconnected
    server.sock.settimeout(seconds)


def _check(answer: tuple[int, bytes], *, of_this_mail: bool = False) -> None:
    """Raise SendError unless the server says yes."""
    if not 200 <= answer[0] < 300:
        raise _refusal(*answer, of_this_mail=of_this_mail)


def _refusal(code: int, text: bytes | str, *, of_this_mail: bool) -> SendError:
    """Give the error for a server's no.

    A final no to one mail is a refusal. A no that may pass, or that is about us (530: log in first, x.7.x: not
    allowed), is not: someone may put the settings right.
    """
    fault = _fault(code, text)
    about_us = code == 530 or " 5.7." in fault
    return SendError(fault, refused=of_this_mail and code >= 500 and not about_us)


def _fault(code: int, text: bytes | str) -> str:
    """Give the codes of an answer; its words often hold the address of the recipient."""
    found = _ENHANCED_CODE.search(text if isinstance(text, str) else text.decode("ascii", "replace"))
    return f"{code} {found.group()}" if found else str(code)
