"""The helplines page: never behind a click, danger first."""

from flask import current_app, render_template

from sociale_kaart.queries.helplines import list_helplines
from sociale_kaart.queries.needs import list_needs
from webapp.caching import kept
from webapp.extensions import db
from webapp.public import public


@public.get("/hulplijnen")
@kept
def helplines() -> str:
    """All national lines: those for danger first."""
    session = db(current_app)
    needs = {need.id: need for need in list_needs(session)}
    lines = list_helplines(session)
    urgent = [line for line in lines if any(needs[key].urgent for key in line.needs)]
    return render_template(
        "helplines.html", urgent=urgent, others=[line for line in lines if line not in urgent], needs=needs
    )
