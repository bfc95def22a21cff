"""Ways to send mail that stay on this machine: files and the terminal. For trying things out."""

from __future__ import annotations

import os
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

import click

from webapp.mail.sender import SendError


@dataclass(frozen=True)
class FileSender:
    """Writes each mail to a file of its own, named after its Message-ID: a mail that is sent again replaces itself."""

    folder: Path

    def send(self, message: EmailMessage) -> None:
        """Write one mail, whole or not at all, for the eyes of this user alone."""
        path = self.folder / (message["Message-ID"].strip("<>").partition("@")[0] + ".eml")
        half = path.with_suffix(".part")
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            half.touch(mode=0o600)
            half.write_bytes(message.as_bytes())
            os.replace(half, path)
        except OSError as error:
            raise SendError(type(error).__name__, away=True) from None


@dataclass(frozen=True)
class ConsoleSender:
    """Shows each mail in the terminal."""

    def send(self, message: EmailMessage) -> None:
        """Show one mail."""
        headers = "\n".join(f"{name}: {value}" for name, value in message.items())
        click.echo(f"{headers}\n\n{message.get_content()}")
