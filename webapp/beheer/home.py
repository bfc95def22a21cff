"""The first page of the back office: what waits for the one who logged in."""

from flask import current_app, render_template

from sociale_kaart.actors import Role
from sociale_kaart.queries.drafts import list_drafts
from sociale_kaart.queries.reports import ReportFilter, count_open_reports
from sociale_kaart.queries.vocabulary import list_proposals, overdue_helplines
from webapp import texts
from webapp.accounts.guard import actor, allowed
from webapp.beheer import beheer
from webapp.extensions import db

EDITORS = (Role.ORGANIZATION_EDITOR, Role.MUNICIPALITY_EDITOR, Role.ADMINISTRATOR)
PUBLISHERS = (Role.MUNICIPALITY_EDITOR, Role.ADMINISTRATOR)


@beheer.get("/")
@allowed(*Role)
def home() -> str:
    """The drafts within reach: to approve, sent back, and being written."""
    me = actor()
    session = db(current_app)
    drafts = list_drafts(session, me)
    by_state = {
        state: [draft for draft in drafts if draft.state == state] for state in ("submitted", "returned", "draft")
    }
    reports = count_open_reports(session, me, ReportFilter())
    is_admin = me.role == Role.ADMINISTRATOR
    return render_template(
        "beheer/home.html",
        drafts=by_state,
        me=me,
        reports=reports,
        overdue=overdue_helplines(session, texts.today()) if is_admin else [],
        proposals=list_proposals(session) if is_admin else [],
    )
