"""`meedoen worker`: sends the mail of the outbox and does what must be done every so often."""

from __future__ import annotations

import datetime as dt
import logging
import signal

import click
from sqlalchemy.orm import Session

from chatbot.engine import store
from sociale_kaart.actions import outbox, reports
from sociale_kaart.models import OutboxMail
from sociale_kaart.queries.outbox import count_mails, list_troubled_mails
from webapp import imports, reminders
from webapp.jobs import Job, Work, run_for_ever, run_once
from webapp.mail.choosing import MailSettingsError, choose_sender, sender_domain
from webapp.mail.delivery import send_due_mail
from webapp.settings import Settings
from webapp.wiring import open_database

log = logging.getLogger(__name__)


def purge_conversations(work: Work) -> None:
    """Delete the conversations that are kept no longer, as `meedoen purge` does."""
    with work.sessions.begin() as session:
        gone = store.purge(session, now=dt.datetime.now(dt.UTC))
    log.info("%d conversations deleted", gone)


def purge_mail(work: Work) -> None:
    """Remove the addresses of mail that was sent a while ago."""
    with work.sessions.begin() as session:
        gone = outbox.purge(session, now=dt.datetime.now(dt.UTC))
    log.info("%d addresses removed from the outbox", gone)


def purge_reports(work: Work) -> None:
    """Forget of the reports of residents what is needed no longer."""
    with work.sessions.begin() as session:
        gone = reports.purge(session, now=dt.datetime.now(dt.UTC))
    log.info("%d reports of residents deleted or made anonymous", gone)


JOBS = [
    Job("mail", dt.timedelta(seconds=5), send_due_mail),
    Job("purge conversations", dt.timedelta(days=1), purge_conversations),
    Job("purge mail", dt.timedelta(days=1), purge_mail),
    Job("purge reports", dt.timedelta(days=1), purge_reports),
    *imports.JOBS,
    *reminders.JOBS,
]


@click.command()
@click.option("--once", is_flag=True, help="Do everything once and stop, for instance from cron.")
@click.option("--status", is_flag=True, help="Show how the mails fare, and stop.")
@click.option("--retry", is_flag=True, help="Let failed mails wait for another try, and stop.")
def worker(once: bool, status: bool, retry: bool) -> None:
    """Send mail and do the periodic jobs, until it is told to stop (Ctrl-C or SIGTERM). There may be several."""
    settings = Settings.from_environment()
    try:
        choose_sender(settings)
        sender_domain(settings)
    except MailSettingsError as error:
        raise click.ClickException(str(error)) from None
    _engine, sessions = open_database(settings)
    work = Work(settings, sessions)
    if status or retry:
        with sessions.begin() as session:
            _retry(session) if retry else _show(session)
    elif once:
        raise SystemExit(0 if run_once(JOBS, work) else 1)
    else:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: work.stopping.set())
        log.info("worker started: %s", ", ".join(job.name for job in JOBS))
        run_for_ever(JOBS, work)
        log.info("worker stopped")


def _retry(session: Session) -> None:
    click.echo(f"{outbox.retry_failed(session, now=dt.datetime.now(dt.UTC))} mails are tried again")


def _show(session: Session) -> None:
    click.echo(", ".join(f"{count} {status}" for status, count in count_mails(session).items()))
    for mail in list_troubled_mails(session):
        click.echo(f"mail {mail.id} ({mail.kind}): {_told(mail)}")


def _told(mail: OutboxMail) -> str:
    facts = [mail.status, f"{mail.tries} tries"]
    if mail.status == "waiting":
        facts.append(f"next after {mail.due_on:%Y-%m-%d %H:%M} UTC")
    if mail.fault:
        facts.append(mail.fault)
    if mail.maybe_sent:
        facts.append("may have been sent more than once, with the same Message-ID")
    return ", ".join(facts)
