"""Signing in, installing, inviting; and for learners, leaving a shared device and their own data."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, g, request, url_for

from webapp.accounts import cards, limits, privacy, recovery, sessions, setup, signing_in, teams
from webapp.accounts.models import ADMINISTRATOR, ADVISER, LEARNER
from webapp.accounts.web import auth
from webapp.accounts.web.guards import for_admin, for_adviser, for_learner, public
from webapp.errors import Invalid
from webapp.web import cookies, devices, locale, prefs
from webapp.web.forms import FormPage, field_errors, in_words, local_path, posted
from webapp.web.kept_cookies import needs_cookies
from webapp.web.render import download, render_page, see_other
from webapp.web.resources import resources
from webapp.web.transaction import commits, db

blueprint = Blueprint("accounts", __name__)


def _pepper() -> str:
    return resources().settings.secret_key


@blueprint.get("/conseil/connexion")
@public
def sign_in() -> Response:
    """E-mail and password."""
    page = FormPage(next_url=local_path(request.args.get("suite"), url_for("advising.home")))
    return render_page("accounts/sign_in.html", page=page)


@blueprint.post("/conseil/connexion")
@commits
@public
@needs_cookies
def signed_in() -> Response:
    """Opens a fresh session; one sentence for whatever was not right."""
    form = request.form
    after = local_path(form.get("suite"), url_for("advising.home"))
    address = limits.ADDRESS.key(_pepper(), limits.network(request.remote_addr or ""))
    device = devices.known(form.get("email", ""))
    if not device:
        limits.check(db(), address)
    try:
        token = signing_in.sign_in(
            db(),
            email=form.get("email", ""),
            password=form.get("password", ""),
            pepper=_pepper(),
            old_peppers=resources().settings.old_secret_keys,
            device=device,
        )
        problem = Invalid(
            "L’adresse ou le mot de passe ne va pas. Vérifiez les deux.", field="email"
        )
    except Invalid as refusal:
        token, problem = None, refusal
    if token is None:
        limits.failed(db(), limits.ADDRESS, address)
        page = FormPage(
            form={"email": [form.get("email", "")]}, errors=field_errors(problem), next_url=after
        )
        return render_page("accounts/sign_in.html", page=page, status=422)
    return devices.remember(auth.remember_adviser(see_other(after), token), form.get("email", ""))


@blueprint.post("/conseil/deconnexion")
@commits
@public
def sign_out() -> Response:
    """Ends the session on the server; the cookie then opens nothing."""
    token = auth.token_of(ADVISER)
    if token:
        sessions.revoke(db(), token)
    return auth.forget(see_other(url_for("accounts.sign_in")), ADVISER)


@blueprint.get("/conseil/installation/<token>")
@public
def install(token: str) -> Response:
    """The form of a one-time link. Opening it changes nothing: mail scanners open links too."""
    link = setup.find_link(db(), token)
    return _install(link, FormPage(kind=link.purpose))


def _install(link: setup.SetupLink, page: FormPage, status: int = 200) -> Response:
    who = recovery.owner(db(), link)[0] if link.purpose == setup.RESET else ""
    return render_page("accounts/install.html", page=page, who=who, status=status)


@blueprint.post("/conseil/installation/<token>")
@commits
@public
@needs_cookies
def installed(token: str) -> Response:
    """Creates the account, spends the link, signs in."""
    link = setup.find_link(db(), token)
    try:
        adviser_id = _consume(link)
    except Invalid as problem:
        db().rollback()
        kept = {name: values for name, values in posted().items() if name != "password"}
        page = FormPage(form=kept, errors=field_errors(problem), kind=link.purpose)
        return _install(link, page, 422)
    token = sessions.open_session(db(), kind=ADVISER, person_id=adviser_id)
    response = auth.remember_adviser(see_other(url_for("advising.home")), token)
    return devices.remember(response, request.form.get("email", ""))


def _consume(link: setup.SetupLink) -> UUID:
    form = request.form
    if link.purpose == setup.RESET:
        return recovery.reset(db(), link, password=form.get("password", ""), pepper=_pepper())
    return setup.consume(
        db(),
        link,
        organisation=form.get("organisation", ""),
        name=form.get("name", ""),
        email=form.get("email", ""),
        password=form.get("password", ""),
        pepper=_pepper(),
    )


@blueprint.get("/conseil/mot-de-passe")
@for_adviser
def password() -> Response:
    """Change one's own password."""
    return render_page("accounts/password.html", page=FormPage())


@blueprint.post("/conseil/mot-de-passe")
@commits
@for_adviser
def change_password() -> Response:
    """Every other session ends; this browser gets a fresh one."""
    form = request.form
    try:
        token = signing_in.change_password(
            db(),
            adviser_id=g.adviser.id,
            old=form.get("old", ""),
            new=form.get("password", ""),
            pepper=_pepper(),
            old_peppers=resources().settings.old_secret_keys,
        )
    except Invalid as problem:
        page = FormPage(errors=field_errors(problem))
        return render_page("accounts/password.html", page=page, status=422)
    return auth.remember_adviser(see_other(url_for("advising.home")), token)


@blueprint.get("/quitter")
@public
def leave() -> Response:
    """Asks first: on a device without account, leaving cannot be undone."""
    known = g.learner_id is not None
    made = cards.events(db(), learner_id=g.learner_id) if known else []
    page = {"known": known, "card": any(event.valid for event in made)}
    return render_page("accounts/leave.html", page=page)


@blueprint.post("/quitter")
@commits
@public
def left() -> Response:
    """The next person on this device finds nothing of the one before."""
    token = auth.token_of(LEARNER)
    if token:
        sessions.revoke(db(), token)
    return _nothing_left(see_other("/?fini=1"))


def _nothing_left(response: Response) -> Response:
    """The device as it was before the person; its settings stay when they say it is theirs."""
    if request.form.get("own") != "oui":
        for name in (locale.COOKIE, prefs.COOKIE):
            cookies.take_back(response, name)
    response = auth.forget(response, LEARNER)
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@blueprint.get("/mes-donnees")
@for_learner
def my_data() -> Response:
    """What is kept, in words and counts."""
    return render_page("accounts/my_data.html", page=_kept())


def _kept() -> dict[str, Any]:
    """Rows kept about this person, by what they are, and the first names they gave."""
    everything = privacy.everything(db(), learner_id=g.learner_id)
    names = {
        str(row["first_name"])
        for rows in everything.values()
        for row in rows
        if row.get("first_name")
    }
    counts = {name: len(rows) for name, rows in everything.items() if name != privacy.PERSON}
    return {"kept": counts, "first_names": sorted(names)}


@blueprint.get("/mes-donnees.json")
@for_learner
def my_data_file() -> Response:
    """Everything that is kept, in one file."""
    kept = privacy.everything(db(), learner_id=g.learner_id)
    body = json.dumps(kept, ensure_ascii=False, indent=1)
    return download(body, "application/json", "mes-donnees.json")


@blueprint.post("/mes-donnees/effacer")
@commits
@for_learner
def erase() -> Response:
    """Erases everything, once the box was ticked."""
    if request.form.get("sure") != "oui":
        problem = Invalid("Cochez la case pour confirmer.", field="sure")
        page = _kept() | {"error": in_words(problem)}
        return render_page("accounts/my_data.html", page=page, status=422)
    privacy.erase(db(), learner_id=g.learner_id)
    return _nothing_left(see_other("/?efface=1"))


@blueprint.get("/conseil/equipe")
@for_adviser
def team() -> Response:
    """Who is in the organisation."""
    return _team()


def _team(link: str = "", kind: str = setup.INVITATION) -> Response:
    page = {
        "members": teams.members(db(), organisation_id=g.adviser.organisation_id),
        "can_manage": g.adviser.role == ADMINISTRATOR,
        "link": link,
        "kind": kind,
    }
    return render_page("accounts/team.html", page=page)


@blueprint.post("/conseil/equipe/inviter")
@commits
@for_admin
def invite() -> Response:
    """A one-time link, shown once on the screen: no mail has to be sent."""
    token = setup.invite(db(), organisation_id=g.adviser.organisation_id, role=ADVISER)
    return _team(resources().settings.base_url + setup.SETUP_PATH + token)


@blueprint.post("/conseil/equipe/<uuid:adviser_id>/lien")
@commits
@for_admin
def help_back(adviser_id: UUID) -> Response:
    """A one-time link for a colleague who cannot get in any more: it sets a new password."""
    token = recovery.link_for(
        db(), organisation_id=g.adviser.organisation_id, adviser_id=adviser_id
    )
    return _team(resources().settings.base_url + setup.SETUP_PATH + token, setup.RESET)


@blueprint.post("/conseil/equipe/<uuid:adviser_id>/retirer")
@commits
@for_admin
def end_membership(adviser_id: UUID) -> Response:
    """Effective at once: the person's sessions end with the membership."""
    if request.form.get("sure") != "oui" or adviser_id == g.adviser.id:
        raise Invalid("Cochez la case pour confirmer.")
    teams.end_membership(db(), organisation_id=g.adviser.organisation_id, adviser_id=adviser_id)
    return see_other(url_for("accounts.team"))
