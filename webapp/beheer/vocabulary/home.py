"""The first page of the vocabulary: what there is to edit."""

from __future__ import annotations

from flask import current_app, render_template

from sociale_kaart.actors import Role
from sociale_kaart.queries.vocabulary import list_proposals, overdue_helplines
from webapp import texts
from webapp.accounts.guard import actor, allowed
from webapp.beheer.home import PUBLISHERS
from webapp.beheer.vocabulary import vocabulary
from webapp.extensions import db
from webapp.reference import reference


@vocabulary.get("")
@allowed(*PUBLISHERS)
def home() -> str:
    """The kinds of records that someone may edit; an editor of a municipality has its places."""
    me, session = actor(), db(current_app)
    is_administrator = me.role == Role.ADMINISTRATOR
    return render_template(
        "beheer/vocabulary/home.html",
        is_administrator=is_administrator,
        municipalities=[found for found in reference().municipalities if me.may_publish(found.id)],
        overdue=overdue_helplines(session, texts.today()) if is_administrator else (),
        proposals=list_proposals(session) if is_administrator else (),
    )
