"""Words for what the domain has as keys and numbers, Markdown to clean HTML, and dates and phone numbers."""

import datetime as dt
from collections.abc import Iterable
from functools import lru_cache
from zoneinfo import ZoneInfo

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
    "archived": _l("In het archief"),
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

# Which one of the month, as byday has it: '2TU' is the second Tuesday.
ORDINALS = {
    "1": _l("eerste"),
    "2": _l("tweede"),
    "3": _l("derde"),
    "4": _l("vierde"),
    "5": _l("vijfde"),
    "-1": _l("laatste"),
}
OTHER_ORDINAL = _l("één")
TIME_ZONE = ZoneInfo("Europe/Amsterdam")

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


def today() -> dt.date:
    """The date where the help is given."""
    return dt.datetime.now(TIME_ZONE).date()


def not_over(schedules: Iterable[Schedule]) -> list[Schedule]:
    """The schedules that still hold today, or have yet to begin."""
    return [schedule for schedule in schedules if (_last_day(schedule) or dt.date.max) >= today()]


def _last_day(schedule: Schedule) -> dt.date | None:
    """The last day a schedule holds; what is held only once ends on the day it begins."""
    return schedule.until or (None if _repeats(schedule) else schedule.dtstart)


def _repeats(schedule: Schedule) -> bool:
    return bool(schedule.freq or schedule.byday)


def opening_text(schedule: Schedule) -> str:
    """A schedule in words: 'tweede dinsdag van de maand: 9:00 tot 12:00, tot en met 3 mei 2012'.

    Without its description, which is a text of an editor, and in Dutch.
    """
    moment = ": ".join(part for part in (_days(schedule), _hours(schedule)) if part)
    return ", ".join(part for part in (moment, _begin(schedule), _end(schedule)) if part)


def _days(schedule: Schedule) -> str:
    if schedule.byday:
        return ", ".join(_day(part) for part in schedule.byday.split(","))
    if schedule.dtstart is None:
        return ""
    if schedule.freq == "WEEKLY":
        return str(list(DAY_NAMES.values())[schedule.dtstart.weekday()])
    if schedule.freq == "MONTHLY":
        return str(gettext("dag %(number)s van de maand", number=schedule.dtstart.day))
    return long_date(schedule.dtstart)


def _day(part: str) -> str:
    """A part of byday: 'TU' is every Tuesday, '2TU' the second one of the month, '-1TU' the last."""
    number, day = part[:-2], DAY_NAMES[part[-2:]]
    if not number:
        return str(day)
    return str(gettext("%(ordinal)s %(day)s van de maand", ordinal=ORDINALS.get(number, OTHER_ORDINAL), day=day))


def _hours(schedule: Schedule) -> str:
    opens, closes = _clock(schedule.opens_at), _clock(schedule.closes_at)
    if opens and closes:
        return str(gettext("%(opens)s tot %(closes)s", opens=opens, closes=closes))
    if opens:
        return str(gettext("vanaf %(start)s", start=opens))
    return str(gettext("tot %(end)s", end=closes)) if closes else ""


def _clock(time: dt.time | None) -> str:
    return f"{time.hour}:{time.minute:02d}" if time else ""


def _begin(schedule: Schedule) -> str:
    """The first day, of what repeats and has yet to begin."""
    if schedule.dtstart is None or not _repeats(schedule) or schedule.dtstart <= today():
        return ""
    return str(gettext("vanaf %(start)s", start=long_date(schedule.dtstart)))


def _end(schedule: Schedule) -> str:
    """The last day, where it is another than the first."""
    if schedule.until is None or schedule.until == schedule.dtstart:
        return ""
    return str(gettext("tot en met %(date)s", date=long_date(schedule.until)))


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
        not_over=not_over,
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
