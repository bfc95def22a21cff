"""The chat page: a form and the whole conversation. HTMX posts the same form and gets the new turn alone."""

import re

from flask import Response, current_app, make_response, render_template, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from jinja2_fragments.flask import render_block
from werkzeug.wrappers import Response as BaseResponse

from chatbot.assistant import LONGEST_MESSAGE, TooLongError
from chatbot.conversation import Reply, Turn
from sociale_kaart.errors import DomainError, InvalidValueError
from sociale_kaart.text import clean
from webapp import languages, visitor
from webapp.assistant import assistant
from webapp.assistant.replies import Shown, in_language, show
from webapp.extensions import db, parts_of

COOKIE, PATH = "chat", "/chat"
PROBLEMS = {
    "invalid_message": _l("U hebt nog niets geschreven. Schrijf eerst wat er is."),
    "message_too_long": _l("Dit is te veel tekst in één keer. Maak het korter, of stuur het in stukken."),
}
_ID = re.compile(r"[\w-]{1,100}", re.ASCII)

assistant.add_app_template_global(in_language)


@assistant.before_request
def refuse_other_sites() -> BaseResponse | None:
    """Another site may not write, start again or delete in a resident's name."""
    if request.method == "POST" and request.headers.get("Sec-Fetch-Site") == "cross-site":
        message = gettext("Dit kwam van een andere site. Schrijf uw vraag hier.")
        return make_response(render_template("error.html", status=403, message=message), 403)
    return None


@assistant.after_request
def keep_nothing(response: Response) -> Response:
    """No browser and nothing between may keep a page with somebody's conversation."""
    response.headers["Cache-Control"] = "no-store"
    return response


@assistant.get("/chat")
def chat() -> str:
    """The conversation of this visitor; `q` is put into the field."""
    return _page(draft=clean(request.args.get("q", ""))[:LONGEST_MESSAGE])


@assistant.post("/chat")
def say() -> BaseResponse:
    """Take one turn; HTMX gets the new turn, a form without JavaScript goes back to the page."""
    known, here, message = conversation_id(request.cookies.get(COOKIE)), visitor.current(), request.form.get("message")
    try:
        conversation, reply = parts_of(current_app).assistant.reply(
            db(current_app),
            message or "",
            conversation=known,
            municipality=here.key[0],
            place=here.key[1],
            language=languages.current(),
        )
    except (InvalidValueError, TooLongError) as error:
        return _refused(message or "", error)
    if request.headers.get("HX-Request") != "true":
        response = _go_to(url_for("assistant.chat", _anchor="laatste"))
    elif known is not None and known != conversation:
        # The page still shows a conversation that is gone, wiped in another tab: load it again.
        response = make_response("", {"HX-Refresh": "true"})
    else:
        response = make_response(render_block("chat.html", "turns", turns=[_new_turn(conversation, reply)]))
    response.set_cookie(COOKIE, conversation, path=PATH, samesite="Lax", httponly=True, secure=request.is_secure)
    return response


@assistant.post("/chat/opnieuw")
def start_again() -> BaseResponse:
    """Begin a new conversation; the old one is deleted."""
    return _forget(url_for("assistant.chat"))


@assistant.post("/chat/wissen")
def wipe() -> BaseResponse:
    """Delete the conversation at once, and say so."""
    return _forget(url_for("assistant.chat", gewist=1))


def conversation_id(text: str | None) -> str | None:
    """An id as conversations have; what cannot be one counts as none."""
    return text if text and _ID.fullmatch(text) else None


def _page(draft: str, problem: str | None = None) -> str:
    here, known = visitor.current(), conversation_id(request.cookies.get(COOKIE))
    helper = parts_of(current_app).assistant
    turns = helper.history(db(current_app), known) if known else []
    welcome = Turn("", helper.welcome(languages.current(), here.key[0]))
    return render_template(
        "chat.html",
        turns=show([welcome, *turns], first=0),
        draft=draft,
        problem=problem,
        is_wiped="gewist" in request.args and not turns,
    )


def _new_turn(conversation: str, reply: Reply) -> Shown:
    """The turn just taken, as the history has it: masked, and a button by its title. Another tab may have gone on."""
    turns = parts_of(current_app).assistant.history(db(current_app), conversation)
    number = next((n for n in range(len(turns), 0, -1) if turns[n - 1].reply == reply), len(turns))
    return show([turns[number - 1]], first=number)[0]


def _refused(message: str, error: DomainError) -> BaseResponse:
    """Say what is wrong beside the field; what was written stays in it."""
    problem = str(PROBLEMS[error.code])
    if request.headers.get("HX-Request") == "true":
        headers = {"HX-Retarget": "#fout", "HX-Reswap": "innerHTML"}
        return make_response(render_block("chat.html", "problem", problem=problem), 400, headers)
    return make_response(_page("\n".join(map(clean, message.splitlines())), problem), 400)


def _forget(target: str) -> BaseResponse:
    known = conversation_id(request.cookies.get(COOKIE))
    if known is not None:
        parts_of(current_app).assistant.forget(db(current_app), known)
    response = _go_to(target)
    response.delete_cookie(COOKIE, path=PATH, samesite="Lax", httponly=True, secure=request.is_secure)
    return response


def _go_to(target: str) -> Response:
    return make_response("", 303, {"Location": target})
