"""Whether a line is open at a moment, by its hours as the register has them: 24/7, daily 11-21, weekdays 9-17."""

from __future__ import annotations

import datetime as dt
import re
from zoneinfo import ZoneInfo

TIME_ZONE = ZoneInfo("Europe/Amsterdam")
_HOURS = re.compile(r"(?P<days>daily|weekdays) (?P<opens>\d{1,2})-(?P<closes>\d{1,2})")
_WEEKDAYS = 5


def is_open(text: str | None, now: dt.datetime) -> bool | None:
    """Tell whether a line with these hours is open; None when the hours are not known. `now` has a time zone.

    Public holidays count as any other day: the lines do not say what they do then.
    """
    if text == "24/7":
        return True
    hours = _HOURS.fullmatch(text or "")
    if hours is None:
        return None
    here = now.astimezone(TIME_ZONE)
    opens, closes = int(hours["opens"]), int(hours["closes"])
    begun = here
    if opens < closes:
        is_within = opens <= here.hour < closes
    else:
        # Past midnight: the small hours belong to the evening before.
        is_within = here.hour >= opens or here.hour < closes
        begun = here - dt.timedelta(days=1) if here.hour < closes else here
    return is_within and (hours["days"] == "daily" or begun.weekday() < _WEEKDAYS)
