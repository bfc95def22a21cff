"""Reports of residents: how many one may send, what is taken over, and when it is forgotten."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from typing import Any

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session, sessionmaker

from sociale_kaart.actions import reports
from sociale_kaart.actions.reports import Answer, TooManyReportsError
from sociale_kaart.actors import Actor, Role
from sociale_kaart.exchange import mapping
from sociale_kaart.models import Metadata, OutboxMail, Service, ServiceReport
from sociale_kaart.queries.drafts import get_working_copy

NOW = dt.datetime.now(dt.UTC)
ADA = Actor("user:1", Role.ADMINISTRATOR)
_forms = count(1)


def send(session: Session, service_id: str = "infohuus", **facts: Any) -> None:
    given = {"about": "other", "text": "x", "email": None, "language": "nl", "sender": "a"}
    form = str(next(_forms))
    reports.send_report(session, **{"service_id": service_id, "form": form} | given | facts)


def all_reports(session: Session) -> list[ServiceReport]:
    session.expire_all()
    return list(session.scalars(select(ServiceReport).order_by(ServiceReport.id)))


def answer_to(report: ServiceReport) -> Answer:
    return Answer("Uw melding", f"Wij deden: {report.outcome}")


def accept(session: Session, value: str, about: str, service_id: str = "infohuus") -> dict[str, Any]:
    """Take a line over, and give the listing after it."""
    send(session, service_id, about=about)
    seen, (report, *_) = get_working_copy(session, service_id).seen, all_reports(session)[::-1]
    reports.accept_report(session, report_id=report.id, value=value, seen=seen, answering=answer_to, by=ADA)
    session.commit()
    session.expire_all()
    return mapping.service_document(session.get_one(Service, service_id)).as_data()


# -- Sending -------------------------------------------------------------------------------------------------


def test_many_at_once_from_one_address_never_pass_the_limit(
    filled: Session, engine: Engine, sessions: sessionmaker[Session]
) -> None:
    filled.close()

    def try_to_send(number: int) -> bool:
        try:
            with sessions() as session:
                send(session, form=f"at-once-{number}")
                session.commit()
        except TooManyReportsError:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        sent = list(pool.map(try_to_send, range(2 * reports.MOST_A_DAY)))
    with Session(engine) as session:
        kept = all_reports(session)
    assert sum(sent) == len(kept) == reports.MOST_A_DAY
    assert sorted(report.sender_number for report in kept) == list(range(1, reports.MOST_A_DAY + 1))


def test_the_same_form_at_once_counts_once(filled: Session, engine: Engine, sessions: sessionmaker[Session]) -> None:
    filled.close()

    def try_to_send(_number: int) -> None:
        with sessions() as session:
            send(session, form="the same")
            session.commit()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(try_to_send, range(12)))
    with Session(engine) as session:
        assert len(all_reports(session)) == 1


def test_a_report_is_no_change_of_the_content(filled: Session) -> None:
    before, seen = filled.scalars(select(Metadata.id)).all(), get_working_copy(filled, "infohuus").seen
    send(filled, text="Jan Jansen woont er niet meer")
    filled.commit()
    assert filled.scalars(select(Metadata.id)).all() == before, "the search need not follow it"
    assert get_working_copy(filled, "infohuus").seen == seen, "nobody who edits the listing is in the way of it"


# -- Taking over ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "address"),
    [
        ("Kerkweg 2, 7894 AC Zwartemeer", {"address_1": "Kerkweg 2", "postal_code": "7894 AC", "city": "Zwartemeer"}),
        ("Kerkweg 2 7894ac, Emmen", {"address_1": "Kerkweg 2", "postal_code": "7894 AC", "city": "Emmen"}),
        ("Kerkweg 2, Emmen", {"address_1": "Kerkweg 2", "city": "Emmen"}),
        ("Kerkweg 1200 in het dorp", {"address_1": "Kerkweg 1200 in het dorp", "city": "Zwartemeer"}),
    ],
)
def test_an_address_is_read_and_its_map_point_is_dropped(filled: Session, value: str, address: dict[str, str]) -> None:
    where = accept(filled, value, "address")["location"]
    assert where["address"] == address
    assert not {"latitude", "longitude"} & where.keys()
    assert (where["name"], where["wheelchair"]) == ("Dorpshuis", "partly"), "the rest stays"


def test_the_words_of_a_resident_are_not_in_the_history(filled: Session) -> None:
    send(filled, about="name", text="Jan Jansen heet nu anders", email="jan@example.org")
    (report,) = all_reports(filled)
    reports.close_report(filled, report_id=report.id, outcome="dismissed", answering=answer_to, by=ADA)
    filled.commit()
    event = filled.scalars(select(Metadata).order_by(Metadata.id.desc()).limit(1)).one()
    assert (event.updated_by, event.resource_id, event.reason) == (ADA.key, "infohuus", reports.REASON)
    assert "Jan" not in str(event.changes)
    assert "jan" not in str(event.changes)


def test_the_answer_goes_with_the_change_when_that_is_undone(filled: Session) -> None:
    send(filled, email="jan@example.org")
    filled.commit()
    (report,) = all_reports(filled)
    reports.close_report(filled, report_id=report.id, outcome="dismissed", answering=answer_to, by=ADA)
    filled.rollback()
    assert filled.scalars(select(OutboxMail)).all() == []
    (report,) = all_reports(filled)
    assert (report.email, report.outcome) == ("jan@example.org", None)


# -- Forgetting ----------------------------------------------------------------------------------------------


def made(session: Session, **facts: Any) -> int:
    send(session, sender=f"{next(_forms)}", email="jan@example.org")
    report = all_reports(session)[-1]
    for name, value in facts.items():
        setattr(report, name, value)
    session.commit()
    return report.id


@pytest.mark.parametrize(
    ("facts", "left"),
    [
        ({"created_on": NOW - dt.timedelta(hours=23)}, {"email", "sender", "text"}),
        ({"created_on": NOW - dt.timedelta(hours=25)}, {"email", "text"}),
        ({"created_on": NOW - dt.timedelta(days=89)}, {"email", "text"}),
        ({"created_on": NOW - dt.timedelta(days=91)}, {"text"}),
        ({"created_on": NOW - dt.timedelta(days=91), "closed_on": NOW - dt.timedelta(days=27)}, {"text"}),
        ({"closed_on": NOW - dt.timedelta(days=29)}, set()),
    ],
)
def test_what_is_kept_of_a_report_and_for_how_long(filled: Session, facts: dict[str, Any], left: set[str]) -> None:
    number = made(filled, **facts)
    reports.purge(filled, now=NOW)
    filled.commit()
    found = [report for report in all_reports(filled) if report.id == number]
    assert {name for report in found for name in ("email", "sender", "text") if getattr(report, name)} == left


def test_purging_twice_does_nothing_the_second_time(filled: Session) -> None:
    made(filled, created_on=NOW - dt.timedelta(days=91))
    assert reports.purge(filled, now=NOW) > 0
    assert reports.purge(filled, now=NOW) == 0
