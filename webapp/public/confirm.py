"""The page behind the link in a mail: an organisation says that its listing is right, or corrects it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask import Response, current_app, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from sociale_kaart.actions import freshness
from sociale_kaart.errors import ConflictError, InvalidListingError, NotFoundError
from sociale_kaart.exchange import mapping
from sociale_kaart.models import Service
from sociale_kaart.queries.freshness import get_freshness
from sociale_kaart.queries.services import get_service
from sociale_kaart.text import clean
from webapp.beheer.words import fault_text
from webapp.extensions import db, parts_of
from webapp.public import public
from webapp.reminders import CheckLink, ExpiredError, read_link
from webapp.texts import today

Data = dict[str, Any]
Typed = dict[str, str]
ADDRESS = tuple(f"location.address.{part}" for part in ("address_1", "postal_code", "city"))
# What is corrected in a field of its own; all else goes in words.
FIELDS = ("phones.0.number", "email", "url", *ADDRESS)
LONGEST = {"remark": 2_000, "sender": 100}


class LinkOverError(Exception):
    """The link leads to nothing (any more); it has what to say and the status of the page."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.message, self.status = message, status


@public.errorhandler(LinkOverError)
def link_over(error: LinkOverError) -> Response:
    """A kind page instead of the listing."""
    return _answer(error.status, message=error.message)


@public.get("/controle/<token>")
def check(token: str) -> Response:
    """What residents see of the listing. Looking changes nothing: programs that guard mail follow links as well."""
    link, service = _read(token)
    return _page(link, service, _written(service))


@public.post("/controle/<token>")
def answer(token: str) -> ResponseReturnValue:
    """Note that all is right, or send in what is not."""
    link, service = _read(token)
    session, typed = db(current_app), _typed()
    if _used(link, service):
        return _page(link, service, {})
    try:
        if request.form.get("action") == "correct":
            if faults := _correct(service, typed):
                return _page(link, service, typed, faults, 422)
        else:
            seen = request.form.get("seen", 0, type=int)
            freshness.confirm_by_link(session, service_id=service.id, seen=seen, today=today())
    except ConflictError:
        session.rollback()
        fault = gettext("Dit is net veranderd. Kijk nog eens of het zo klopt.")
        return _page(link, _read(token)[1], typed, {"page": fault}, 409)
    session.commit()
    return redirect(url_for("public.check", token=token, dank=1), 303)


def _read(token: str) -> tuple[CheckLink, Service]:
    """Give what a link is for, and its listing."""
    try:
        link = read_link(parts_of(current_app).settings, token)
    except ExpiredError:
        raise LinkOverError(gettext("Deze link is verlopen."), 410) from None
    if link is None:
        raise LinkOverError(gettext("Deze link werkt niet."), 404)
    try:
        return link, get_service(db(current_app), link.service_id)
    except NotFoundError:
        raise LinkOverError(gettext("Deze hulp staat niet meer op Meedoen."), 410) from None


def _used(link: CheckLink, service: Service) -> bool:
    """Whether the listing was checked, or a correction sent in, since the mail."""
    row = get_freshness(db(current_app), service)
    return service.checked_on != link.checked_on or (row is not None and row.answered_on is not None)


def _correct(service: Service, typed: Typed) -> dict[str, str]:
    """Send in what was typed; gives what is wrong with it, per field."""
    for name, most in LONGEST.items():
        if len(typed[name]) > most:
            return {name: gettext("Dit is te lang. Maak het korter dan %(most)s letters.", most=most)}
    if not typed["remark"] and _shown(typed) == _shown(_written(service)):
        return {"remark": gettext("U hebt nog niets veranderd. Schrijf hier wat er niet klopt, of verbeter een veld.")}
    try:
        freshness.correct_by_link(
            db(current_app),
            service_id=service.id,
            data=_corrected(mapping.service_document(service).as_data(), typed),
            remark=typed["remark"],
            sender=typed["sender"],
            now=dt.datetime.now(dt.UTC),
            today=today(),
        )
    except InvalidListingError as error:
        return {path: str(fault_text(path, fault)) for path, fault in error.faults.items()}
    return {}


def _shown(typed: Typed) -> Typed:
    return {name: typed[name] for name in FIELDS}


def _typed() -> Typed:
    """What was filled in: one line each, but the remark may have more."""
    typed = {name: clean(request.form.get(name, "")) for name in (*FIELDS, "sender")}
    return typed | {"remark": "\n".join(map(clean, request.form.get("remark", "").splitlines())).strip()}


def _written(service: Service) -> Typed:
    """What stands in the fields to begin with: the listing's own, for the organisation's is not corrected here."""
    address = service.location.address if service.location else None
    return {
        "phones.0.number": service.phones[0].number if service.phones else "",
        "email": service.email or "",
        "url": service.url or "",
        **{path: getattr(address, path.rpartition(".")[2], None) or "" for path in ADDRESS},
        "remark": "",
        "sender": "",
    }


def _corrected(online: Data, typed: Typed) -> Data:
    """Give the listing with what was typed in its fields."""
    data = {name: value for name, value in online.items() if name not in ("email", "url", "phones", "location")}
    data |= {name: typed[name] for name in ("email", "url") if typed[name]}
    first, *others = online.get("phones", [{}])
    number = typed["phones.0.number"]
    if phones := [*([first | {"number": number}] if number else []), *others]:
        data["phones"] = phones
    where = dict(online.get("location", {}))
    address = {path.rpartition(".")[2]: typed[path] for path in ADDRESS if typed[path]}
    if address != where.pop("address", {}):
        # The map point belongs to the address that was there before.
        where = {name: value for name, value in where.items() if name not in ("latitude", "longitude")}
    if address:
        where["address"] = address
    return data | ({"location": where} if where else {})


def _page(
    link: CheckLink, service: Service, typed: Typed, faults: dict[str, str] | None = None, status: int = 200
) -> Response:
    """Show the listing with both ways to answer, or that this was done already."""
    return _answer(
        status,
        service=service,
        used=_used(link, service),
        answered=get_freshness(db(current_app), service),
        typed=typed,
        faults=faults or {},
        fields=FIELDS,
    )


def _answer(status: int, **about: Any) -> Response:
    """Give a page that no search engine lists and that nothing keeps."""
    headers = {"X-Robots-Tag": "noindex", "Cache-Control": "no-store"}
    return make_response(render_template("confirm.html", **about), status, headers)
