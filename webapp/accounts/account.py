"""One's own account: what is known, and the ways to log in."""

from flask import render_template

from webapp.accounts import accounts
from webapp.accounts.guard import allowed


@accounts.get("/account")
@allowed()
def account() -> str:
    """Your own account."""
    return render_template("beheer/account.html")
