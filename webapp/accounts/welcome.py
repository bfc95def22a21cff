"""Accepting an invitation: choosing the first password."""

from uuid import uuid4

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_security.forms import ResetPasswordForm
from flask_security.utils import hash_password

from sociale_kaart.actions import audit
from webapp.accounts import accounts, invitations
from webapp.extensions import db, parts_of


@accounts.route("/welkom", methods=["GET", "POST"])
def welcome() -> ResponseReturnValue:
    """Choose a password through the link of an invitation."""
    session, key = db(current_app), request.args.get("sleutel", "")
    try:
        user = invitations.read(session, key, parts_of(current_app).settings)
    except invitations.ExpiredError:
        return render_template("beheer/welcome_over.html", expired=True), 410
    if user is None:
        return render_template("beheer/welcome_over.html", expired=False), 410
    form = ResetPasswordForm()
    form.user = user
    if not form.validate_on_submit():
        return render_template("beheer/welcome.html", form=form, user=user, key=key), 422 if form.errors else 200
    user.password = hash_password(form.password.data or "")
    user.fs_uniquifier = uuid4().hex  # the link has done its work
    audit.record(
        session, by=user.key, action="updated", resource=("user", user.key), changes={"accepted": [False, True]}
    )
    session.commit()
    flash(gettext("Uw wachtwoord is bewaard. U kunt er nu mee inloggen."), "success")
    return redirect(url_for("security.login"))
