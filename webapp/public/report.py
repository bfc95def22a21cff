"""'Klopt er iets niet?': a resident says what is wrong in a listing, without an account.

The page of the listing is kept and the same for all, so the form has a page of its own. It has no session and no
captcha: a signed time stamp, a field that only a program fills in and a limit per address keep most spam out. Who is
taken for a program by mistake gets a kind message, and what was typed is still there.
"""

from __future__ import annotations

import datetime as dt
import hmac
import secrets
from dataclasses import dataclass
from ipaddress import ip_address, ip_network

from flask import Response, current_app, make_response, render_template, request
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from itsdangerous import BadSignature, URLSafeTimedSerializer

from sociale_kaart.actions.reports import TooManyReportsError, send_report
from sociale_kaart.models import Service
from sociale_kaart.queries.reports import PARTS
from sociale_kaart.queries.services import get_service
from sociale_kaart.text import clean
from sociale_kaart.writing.checks import check_email
from webapp import languages, texts
from webapp.accounts.secret import derive
from webapp.extensions import db
from webapp.public import public
from webapp.public.road import road_to_the_municipality
from webapp.reference import reference

LONGEST_TEXT = 2_000  # characters
# In seconds. Nobody reads the page and writes what is wrong faster than this; and nobody goes on for a day.
SHORTEST, LONGEST = 3, 24 * 3600
TRAP = "website"  # people do not see this field
PART_NAMES: dict[str, LazyString] = {
    "phone": _l("Het telefoonnummer"),
    "hours": _l("De dagen of tijden"),
    "address": _l("Het adres"),
    "email": _l("Het e-mailadres"),
    "url": _l("De website"),
    "name": _l("De naam"),
    "cost": _l("Wat het kost"),
    "whom": _l("Voor wie het is"),
    "what": _l("Wat het is"),
    "gone": _l("Het bestaat niet meer"),
    "other": _l("Iets anders"),
}
PROBLEMS = {
    "robot": _l("Dit leek op een bericht van een computerprogramma. Bent u een mens? Stuur het dan nog een keer."),
    "too_fast": _l("Dat ging wel heel snel. Kijk nog even na wat u schreef, en stuur het dan nog een keer."),
    "too_old": _l("Deze bladzijde stond lang open. Wat u schreef, staat er nog. Stuur het nog een keer."),
    "too_many": _l("U stuurde vandaag al veel meldingen. Probeer het morgen nog eens, of bel de gemeente."),
}


@dataclass(frozen=True)
class Typed:
    """What someone filled in."""

    about: str = ""
    text: str = ""
    email: str = ""


@public.get("/hulp/<service_id>/melding")
def report(service_id: str) -> Response:
    """The form about one listing."""
    return _page(get_service(db(current_app), service_id), Typed(), _new_form(service_id))


@public.post("/hulp/<service_id>/melding")
def save_report(service_id: str) -> Response:
    """Keep the report and say thank you; the page is not another address, so that nothing of it stays in a URL."""
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        message = gettext("Dit kwam van een andere site. Schrijf hier wat er niet klopt.")
        return make_response(render_template("error.html", status=403, message=message), 403)
    session = db(current_app)
    service, typed = get_service(session, service_id), _typed()
    email, faults = _check(typed)
    token = request.form.get("form", "")
    form, problem = _read_form(token, service_id)
    if problem == "too_old":
        token = _new_form(service_id)
    if faults or form is None:
        return _page(service, typed, token, faults=faults, problem=None if faults else problem, status=422)
    try:
        send_report(
            session,
            service_id=service_id,
            about=typed.about,
            text=typed.text,
            email=email,
            language=languages.current(),
            form=form,
            sender=_sender(),
        )
    except TooManyReportsError:
        return _page(service, typed, token, problem="too_many", status=429)
    session.commit()
    return _page(service, typed, token, is_sent=True)


def _page(
    service: Service,
    typed: Typed,
    form: str,
    *,
    faults: dict[str, LazyString] | None = None,
    problem: str | None = None,
    is_sent: bool = False,
    status: int = 200,
) -> Response:
    """Show the form, or thanks. Who writes of danger sees the helplines first, whatever else there is to say."""
    urgent = reference().danger.find(typed.text[:LONGEST_TEXT]) if typed.text else None
    html = render_template(
        "report.html",
        service=service,
        typed=typed,
        form=form,
        faults=faults or {},
        problem=PROBLEMS[problem] if problem else None,
        is_sent=is_sent,
        helplines=reference().helplines_for(urgent) if urgent else [],
        part_names=PART_NAMES,
        trap=TRAP,
        longest=LONGEST_TEXT,
        road=road_to_the_municipality(service.municipality_id),
    )
    headers = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}
    return make_response(html, status, headers)


def _typed() -> Typed:
    lines = request.form.get("text", "").splitlines()
    return Typed(
        about=request.form.get("about", ""),
        text="\n".join(map(clean, lines)).strip(),
        email=clean(request.form.get("email", "")),
    )


def _check(typed: Typed) -> tuple[str | None, dict[str, LazyString]]:
    """Give the e-mail address, if any, and per field what is wrong."""
    faults, email = {}, check_email(typed.email)
    if typed.about not in PARTS:
        faults["about"] = _l("Kies wat er niet klopt.")
    if not typed.text:
        faults["text"] = _l("Schrijf hoe het dan wel is.")
    elif len(typed.text) > LONGEST_TEXT:
        faults["text"] = _l("Dit is te veel tekst. Maak het korter.")
    if email.fault:
        faults["email"] = _l("Dit is geen e-mailadres. Een voorbeeld: naam@voorbeeld.nl. U mag het ook leeg laten.")
    return email.value, faults


# --- the signed form ---------------------------------------------------------------------------------------------
def _new_form(service_id: str) -> str:
    """Sign the form of a listing, with the time and a number of its own, so that it counts once."""
    return _signer().dumps([service_id, secrets.token_hex(8)])


def _read_form(token: str, service_id: str) -> tuple[str | None, str | None]:
    """Give the number of a form, or the problem with it."""
    try:
        (of_listing, number), signed_on = _signer().loads(token, LONGEST, return_timestamp=True)
    except BadSignature:
        return None, "too_old"
    if of_listing != service_id:
        return None, "too_old"
    if request.form.get(TRAP):
        return None, "robot"
    if (dt.datetime.now(dt.UTC) - signed_on).total_seconds() < SHORTEST:
        return None, "too_fast"
    return number, None


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="report")


def _sender() -> str:
    """A digest of the address under a key of today: it tells one sender from another, and tomorrow not even that."""
    address = ip_address(request.remote_addr or "0.0.0.0")  # noqa: S104 - no address, as in a test
    if address.version == 6:  # one subscriber has 2^64 of them
        address = ip_network(f"{address}/64", strict=False).network_address
    key = derive(str(current_app.secret_key), f"reports of {texts.today()}")
    return hmac.new(key, address.packed, "sha256").hexdigest()
