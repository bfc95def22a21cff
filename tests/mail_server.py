"""A real mail server on loopback, that does at each step of a mail what a test asks for."""

from __future__ import annotations

import inspect
import socket
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

# What to answer; None: what a server that takes mail answers.
Step = Callable[[], str | Awaitable[str | None] | None]


class Postbox:
    """The mail that came in, and what to do at EHLO, MAIL, RCPT, DATA, TAKEN (not yet answered) and QUIT."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.received: list[EmailMessage] = []
        self.at: dict[str, Step] = {}

    async def _step(self, name: str, otherwise: str) -> str:
        answer = self.at.get(name, lambda: None)()
        found = await answer if inspect.isawaitable(answer) else answer
        return found or otherwise

    async def handle_EHLO(  # noqa: N802 - aiosmtpd's names
        self, _server: SMTP, session: Session, _envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        await self._step("EHLO", "")
        return responses

    async def handle_MAIL(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        envelope.mail_from = address
        return await self._step("MAIL", "250 OK")

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        answer = await self._step("RCPT", "250 OK")
        if answer.startswith("2"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        answer = await self._step("DATA", "250 OK")
        if not answer.startswith("2"):
            return answer
        assert isinstance(envelope.content, bytes)
        message = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.received.append(message)
        answer = await self._step("TAKEN", "250 OK")
        if answer == "hang up":
            assert server.transport is not None
            server.transport.abort()
        return answer

    async def handle_QUIT(self, _server: SMTP, _session: Session, _envelope: Envelope) -> str:  # noqa: N802
        return await self._step("QUIT", "221 Bye")

    @property
    def url(self) -> str:
        """What to set MAIL_URL to."""
        return f"smtp://127.0.0.1:{self.port}"

    def ids(self) -> list[str]:
        """The Message-ID of each mail that came in."""
        return [str(message["Message-ID"]) for message in self.received]


def free_port() -> int:
    """Give a port on loopback where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
        return port


@contextmanager
def mail_server(port: int | None = None, **options: Any) -> Iterator[Postbox]:
    """Run a mail server; gives what comes in, and its port."""
    postbox = Postbox(port or free_port())
    controller = Controller(postbox, hostname="127.0.0.1", port=postbox.port, **options)
    controller.start()
    try:
        yield postbox
    finally:
        controller.stop()
