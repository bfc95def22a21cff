"""The helplines page: never behind a click, danger first."""

from flask import render_template

from webapp.caching import kept
from webapp.public import public
from webapp.reference import reference


@public.get("/hulplijnen")
@kept
def helplines() -> str:
    """All national lines: those for danger first."""
    known = reference()
    needs, lines = known.needs, known.helplines
    urgent = [line for line in lines if any(needs[key].urgent for key in line.needs)]
    return render_template(
        "helplines.html", urgent=urgent, others=[line for line in lines if line not in urgent], needs=needs
    )
