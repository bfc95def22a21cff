"""POST /api/v1/chat: one turn with the assistant as JSON."""

from dataclasses import dataclass
from typing import Any

from flask import Response, current_app, g, jsonify, request, url_for
from flask_babel import lazy_gettext as _l

from chatbot.assistant import TooLongError
from chatbot.conversation import Turn
from chatbot.language import LANGUAGES
from sociale_kaart.errors import DomainError, InvalidValueError, NotFoundError
from webapp.api import api
from webapp.assistant.chat import PROBLEMS, conversation_id
from webapp.assistant.replies import Shown, road_url, show
from webapp.extensions import db, parts_of
from webapp.reference import reference


class UnknownLanguageError(DomainError):
    """The assistant does not speak this language."""

    code = "unknown_language"


class NoMessageError(DomainError):
    """There is nothing in the message."""

    code = "invalid_message"


TEXTS = PROBLEMS | {"unknown_language": _l("Deze taal kent de assistent niet.")}


@dataclass(frozen=True)
class Asked:
    """The body of a request, checked."""

    message: str
    conversation: str | None
    municipality: str | None
    place: str | None
    language: str | None


@api.errorhandler(TooLongError)
@api.errorhandler(NoMessageError)
@api.errorhandler(UnknownLanguageError)
def refuse(error: DomainError) -> Response:
    """What is wrong with the message, in words that are made for it."""
    response = jsonify(error={"code": error.code, "message": str(TEXTS[error.code])})
    response.status_code = 400
    return response


@api.post("/chat")
def chat() -> Response:
    """Take one turn; an unknown conversation starts a new one."""
    asked = _read()
    conversation, reply = parts_of(current_app).assistant.reply(
        db(current_app),
        asked.message,
        conversation=asked.conversation,
        municipality=asked.municipality,
        place=asked.place,
        language=asked.language,
    )
    response = jsonify({"conversation": conversation} | _as_data(show([Turn("", reply)])[0]))
    response.headers["Cache-Control"] = "no-store"
    return response


def _as_data(shown: Shown) -> dict[str, object]:
    reply, answer = shown.reply, shown.reply.answer
    return {
        "language": reply.language,
        "needs": [{"key": key, "confidence": round(confidence, 4)} for key, confidence in answer.needs],
        "urgent": answer.urgent,
        "asks": answer.asks,
        "messages": [
            {"text": m.text, "buttons": [{"title": b.title, "payload": b.payload} for b in m.buttons]}
            for m in reply.messages
        ],
        "steps": [
            {
                "tier": stair.tier,
                "advice": stair.advice,
                "services": [
                    {"id": card.id, "name": card.name, "url": url_for("public.listing", service_id=card.id)}
                    for card in stair.cards
                ],
            }
            for stair in shown.stairs
        ],
        "helplines": [
            {"name": h.name, "phone": h.phone, "url": h.url, "open_now": line.is_open}
            for line in shown.lines
            for h in (line.helpline,)
        ],
        "wmo_route": {"text": shown.road_text, "url": road_url(shown.road)} if shown.road else None,
    }


def _read() -> Asked:
    """Check the body; raises NotFoundError or a DomainError that names what is wrong."""
    body = _body()
    language = _text(body, "language")
    if language is not None and language not in LANGUAGES:
        raise UnknownLanguageError(language)
    if language in parts_of(current_app).settings.languages:
        # What is wrong with the rest is said in the language that was asked for.
        g.language = language
    message = _text(body, "message") or ""
    if not message.strip():
        raise NoMessageError
    municipality = _text(body, "municipality")
    if municipality is not None:
        municipality = reference().municipality(municipality).id
    place = _place(municipality, _text(body, "place"))
    return Asked(message, conversation_id(_text(body, "conversation")), municipality, place, language)


def _body() -> dict[str, Any]:
    try:
        body = request.get_json(silent=True)
    except RecursionError:
        body = None
    if not isinstance(body, dict):
        raise InvalidValueError("json", "")
    return body


def _text(body: dict[str, Any], name: str) -> str | None:
    """A text of the body; left out, null and empty are the same."""
    value = body.get(name)
    if value is not None and not isinstance(value, str):
        raise InvalidValueError(name, str(type(value)))
    # Half a character is text to JSON, and to no database.
    return value.encode("utf-8", "replace").decode() if value else None


def _place(municipality: str | None, text: str | None) -> str | None:
    """The place of a municipality, by its key or its name."""
    if text is None:
        return None
    if municipality is None:
        raise InvalidValueError("place", text)
    wanted = text.strip().casefold()
    for place in reference().municipality(municipality).places:
        if wanted in (place.slug, place.name.casefold()):
            return place.slug
    raise NotFoundError("place", text)
