"""`meedoen chat` talks with the assistant in a terminal; `meedoen purge` deletes what is kept no longer."""

import datetime as dt

import click

from chatbot.conversation import Reply
from chatbot.engine import store
from chatbot.knowledge import Knowledge
from sociale_kaart.errors import DomainError
from sociale_kaart.queries.services import list_cards
from webapp.settings import Settings
from webapp.wiring import Parts, open_database, open_parts


@click.command()
@click.option("--municipality", help="Key of the municipality where the resident lives.")
@click.option("--language", default="nl", show_default=True)
def chat(municipality: str | None, language: str) -> None:
    """Talk with the assistant; an empty line ends it and deletes the conversation."""
    parts = open_parts(Settings.from_environment())
    if municipality:
        parts.now().municipality(municipality)
    _show(parts, parts.assistant.welcome(language))
    conversation = None
    with parts.sessions() as session:
        while message := click.prompt(">", default="", show_default=False, prompt_suffix=" "):
            try:
                conversation, reply = parts.assistant.reply(
                    session, message, conversation=conversation, municipality=municipality, language=language
                )
            except DomainError as error:
                click.echo(f"  {error.code}")
                continue
            _show(parts, reply)
        if conversation:
            parts.assistant.forget(session, conversation)


def _show(parts: Parts, reply: Reply) -> None:
    for message in reply.messages:
        click.echo(f"  {message.text}")
        for button in message.buttons:
            click.echo(f"    [{button.title}] {button.payload}")
    _show_helplines(parts.now(), reply)
    with parts.sessions() as session:
        for step in reply.answer.steps:
            click.echo(f"  {step.tier}. {step.advice}")
            for card in list_cards(session, step.services):
                click.echo(f"     - {card.name}")


def _show_helplines(knowledge: Knowledge, reply: Reply) -> None:
    for line in knowledge.helplines:
        if line.id in reply.answer.helplines:
            click.echo(f"  ! {line.name}: {line.phone}")


@click.command()
def purge() -> None:
    """Delete the conversations that have been silent for thirty days, and say how many."""
    _engine, sessions = open_database(Settings.from_environment())
    with sessions() as session:
        gone = store.purge(session, now=dt.datetime.now(dt.UTC))
        session.commit()
    click.echo(f"{gone} conversations deleted")
