"""The command line, `meedoen`: one module per group of commands."""

import logging

import click

from webapp.cli.chat import chat, purge
from webapp.cli.content import content
from webapp.cli.database import database
from webapp.cli.evaluate import evaluate
from webapp.cli.evaluate_dialogues import evaluate_dialogues
from webapp.cli.search import search
from webapp.cli.serve import serve, setup
from webapp.cli.translations import translations
from webapp.cli.user import user
from webapp.cli.worker import worker


@click.group()
def meedoen() -> None:
    """Meedoen, a digital social map. See README.md."""
    logging.basicConfig(level=logging.INFO, format="    %(message)s")
    logging.getLogger("alembic").setLevel(logging.WARNING)


for command in (setup, serve, content, database, search, chat, purge, evaluate, translations, user, worker):
    meedoen.add_command(command)
evaluate.add_command(evaluate_dialogues)
