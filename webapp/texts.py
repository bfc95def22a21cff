"""Words for what the domain has as keys and numbers, Markdown to clean HTML, and dates and phone numbers."""

import datetime as dt
from functools import lru_cache

import nh3
from flask import Flask
from flask_babel import format_date, gettext
from flask_babel import lazy_gettext as _l
from markdown_it import MarkdownIt
from markupsafe import Markup

from sociale_kaart.models import LifeDomain, Need, Schedule
from sociale_kaart.tiers import Tier
from webapp import languages

TIER_NAMES = {
    Tier.SELF: _l("Zelf"),
    Tier.TOGETHER: _l("Samen"),
    Tier.EVERYONE: _l("Voor iedereen"),
    Tier.TAILORED: _l("Op maat"),
}
TIER_MEANINGS = {
    Tier.SELF: _l("Wat u zelf kunt doen"),
    Tier.TOGETHER: _l("Met familie, buren en vrijwilligers"),
    Tier.EVERYONE: _l("Hulp en plekken voor iedereen"),
    Tier.TAILORED: _l("Hulp van de gemeente, na een gesprek"),
}
STATUS_NAMES = {
    "active": _l("Dit is er"),
    "temporarily_closed": _l("Tijdelijk dicht"),
    "planned": _l("Dit is een plan, het is er nog niet"),
}
WHEELCHAIR_NAMES = {
    "yes": _l("Ja, u kunt naar binnen met een rolstoel"),
    "partly": _l("Voor een deel"),
    "no": _l("Nee, niet met een rolstoel"),
}
LANGUAGE_NAMES = {
    "ar": _l("Arabisch"),
    "de": _l("Duits"),
    "en": _l("Engels"),
    "fr": _l("Frans"),
    "nl": _l("Nederlands"),
    "pl": _l("Pools"),
    "tr": _l("Turks"),
    "uk": _l("Oekraïens"),
}
DAY_NAMES = {
    "MO": _l("maandag"),
    "TU": _l("dinsdag"),
    "WE": _l("woensdag"),
    "TH": _l("donderdag"),
    "FR": _l("vrijdag"),
    "SA": _l("zaterdag"),
    "SU": _l("zondag"),
}

_MARKDOWN = MarkdownIt("commonmark", {"html": False})
_TAGS = {"p", "ul", "ol", "li", "strong", "em", "a", "h2", "h3", "h4", "br", "blockquote", "code"}
_BLOCK_CLASSES = {
    "<p>": '<p class="nl-paragraph">',
    "<ul>": '<ul class="utrecht-unordered-list">',
    "<li>": '<li class="utrecht-unordered-list__item">',
    "<h2>": '<h2 class="nl-heading nl-heading--level-2">',
    "<h3>": '<h3 class="nl-heading nl-heading--level-3">',
    "<a ": '<a class="nl-link" ',
}


@lru_cache(maxsize=2_000)
def render_markdown(text: str) -> Markup:
    """Give the HTML of Markdown, limited to plain text, lists, links and headings."""
    html = nh3.clean(_MARKDOWN.render(text), tags=_TAGS, url_schemes={"https", "http", "tel", "mailto"})
    for plain, styled in _BLOCK_CLASSES.items():
        html = html.replace(plain, styled)
    return Markup(html)  # noqa: S704 - cleaned by nh3


def label(term: Need | LifeDomain) -> str:
    """The name of a need or a life domain in the language of the page."""
    return term.name if languages.current() == "nl" else term.name_en


def translated(text: dict[str, str]) -> str:
    """A text of an editor in the language of the page, else in Dutch."""
    return text.get(languages.current()) or text["nl"]


def tel(number: str) -> str:
    """The URL that calls a number."""
    return "tel:" + "".join(char for char in number if char.isdigit() or char == "+")


def opening_text(schedule: Schedule) -> str:
    """A schedule in words: 'maandag, dinsdag: 9:00 tot 12:00'."""
    days = ", ".join(str(DAY_NAMES[day[-2:]]) for day in (schedule.byday or "").split(",") if day)
    hours = ""
    if schedule.opens_at and schedule.closes_at:
        opens, closes = (f"{time.hour}:{time.minute:02d}" for time in (schedule.opens_at, schedule.closes_at))
        hours = gettext("%(opens)s tot %(closes)s", opens=opens, closes=closes)
    when = format_date(schedule.dtstart, "d MMMM yyyy") if schedule.dtstart and not schedule.byday else ""
    parts = [part for part in (days or when, hours) if part]
    return ": ".join(parts) + (
        f" ({schedule.description})"
        if parts and schedule.description
        else schedule.description or ""
        if not parts
        else ""
    )


def helpline_hours(opening: str | None) -> str | None:
    """When a helpline is open, in words; nothing when that is not known."""
    if opening is None:
        return None
    if opening == "24/7":
        return str(gettext("dag en nacht open"))
    days, _space, hours = opening.partition(" ")
    opens, _dash, closes = hours.partition("-")
    every_day = _l("elke dag van %(opens)s tot %(closes)s uur", opens=opens, closes=closes)
    weekdays = _l("maandag tot en met vrijdag van %(opens)s tot %(closes)s uur", opens=opens, closes=closes)
    return str(weekdays if days == "weekdays" else every_day)


def long_date(date: dt.date) -> str:
    """A date in words."""
    return str(format_date(date, "d MMMM yyyy"))


def init_app(app: Flask) -> None:
    """Give templates these words and filters."""
    app.jinja_env.filters.update(
        markdown=render_markdown,
        label=label,
        translated=translated,
        tel=tel,
        opening_text=opening_text,
        helpline_hours=helpline_hours,
        long_date=long_date,
    )
    app.jinja_env.globals.update(
        tier_names=TIER_NAMES,
        tier_meanings=TIER_MEANINGS,
        status_names=STATUS_NAMES,
        wheelchair_names=WHEELCHAIR_NAMES,
        spoken_names=LANGUAGE_NAMES,
    )
