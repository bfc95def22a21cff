"""How residents report in tests: each from an address of their own, and after a while at the form."""

import time
from itertools import count

from flask import Flask
from itsdangerous import TimestampSigner, URLSafeTimedSerializer
from sqlalchemy import select
from werkzeug.test import TestResponse

from sociale_kaart.models import ServiceReport
from tests.client import CheckingClient
from tests.functional.reading import field, main
from webapp.extensions import parts_of

_numbers = count(1)


def new_resident(app: Flask) -> CheckingClient:
    """Somebody at an address that nobody else in the tests has."""
    client = app.test_client()
    assert isinstance(client, CheckingClient)
    number = next(_numbers)
    client.environ_base["REMOTE_ADDR"] = f"10.0.{number // 250}.{number % 250 + 1}"
    return client


def fill_in(client: CheckingClient, service_id: str, *, took: float = 30, **typed: str) -> dict[str, str]:
    """Give what a browser sends of the form about a listing, to which somebody took so many seconds."""
    hidden = str(field(main(client.get(f"/hulp/{service_id}/melding")), "form").get("value"))
    return {"form": _begun(client.application, hidden, took), "website": "", "email": ""} | typed


def report(client: CheckingClient, service_id: str, *, took: float = 30, **typed: str) -> TestResponse:
    """Fill in the form about a listing, and send it."""
    return client.post(f"/hulp/{service_id}/melding", data=fill_in(client, service_id, took=took, **typed))


def reports_about(app: Flask, service_id: str) -> list[ServiceReport]:
    """Give the reports about a listing, in order."""
    with parts_of(app).sessions() as session:
        query = select(ServiceReport).where(ServiceReport.listing_id == service_id).order_by(ServiceReport.id)
        return list(session.scalars(query))


def _begun(app: Flask, form: str, ago: float) -> str:
    """Sign a form as it would have been so many seconds ago."""

    class Earlier(TimestampSigner):
        def get_timestamp(self) -> int:
            return int(time.time() - ago)

    payload = URLSafeTimedSerializer(str(app.secret_key), salt="report").loads(form)
    return str(URLSafeTimedSerializer(str(app.secret_key), salt="report", signer=Earlier).dumps(payload))
