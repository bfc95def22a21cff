"""The application factory."""

import logging

from flask import Flask, g
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

from webapp import accounts, assets, caching, errors, languages, security, texts, visitor
from webapp.api import api
from webapp.api.rasa import rasa
from webapp.assistant import assistant
from webapp.beheer import beheer
from webapp.extensions import babel, cache, compress, register_parts
from webapp.public import public
from webapp.settings import ROOT, Settings
from webapp.wiring import open_parts


def create_app(settings: Settings | None = None) -> Flask:
    """Make the application; without settings they come from the environment."""
    logging.basicConfig(level=logging.INFO)
    settings = settings or Settings.from_environment()
    app = Flask(__name__, static_folder=None)
    app.config.update(
        BABEL_TRANSLATION_DIRECTORIES=str(ROOT / "translations"),
        BABEL_DEFAULT_LOCALE="nl",
        BABEL_DEFAULT_TIMEZONE="Europe/Amsterdam",
        CACHE_TYPE="SimpleCache",
        CACHE_THRESHOLD=500,
        CACHE_DEFAULT_TIMEOUT=300,
        MAX_CONTENT_LENGTH=64_000,
        TRUSTED_HOSTS=settings.hosts or None,
        COMPRESS_MIMETYPES=["text/html", "text/css", "application/json", "text/plain", "application/xml"],
        COMPRESS_ALGORITHM=["br", "gzip"],
        COMPRESS_BR_LEVEL=5,
        COMPRESS_CACHE_KEY=lambda _request: g.get("kept_as", ""),
        COMPRESS_CACHE_BACKEND=caching.CompressedPages,
    )
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    register_parts(app, open_parts(settings))
    babel.init_app(app, locale_selector=languages.current)
    cache.init_app(app)
    compress.init_app(app)
    for part in (assets, caching, errors, languages, security, texts, visitor):
        part.init_app(app)
    accounts.init_app(app, settings)
    for residents in (public, assistant, api, rasa):
        # Residents have no session, in which the other half of a token would be; nor anything to lose by a forged form.
        accounts.csrf.exempt(residents)
    app.register_blueprint(accounts.accounts)
    app.register_blueprint(beheer)
    app.register_blueprint(api)
    app.register_blueprint(rasa)
    app.register_blueprint(assistant)
    app.register_blueprint(public)
    if settings.proxies:
        number = settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=number, x_proto=number, x_host=number)  # type: ignore[method-assign]
    wsgi = WhiteNoise(
        app.wsgi_app,
        immutable_file_test=assets.is_immutable,
        allow_all_origins=False,
        add_headers_function=security.harden_file,
    )
    wsgi.add_files(str(assets.DIST), prefix="static/")
    app.wsgi_app = wsgi  # type: ignore[method-assign]
    return app
