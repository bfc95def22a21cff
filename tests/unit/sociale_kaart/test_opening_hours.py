import datetime as dt

import pytest

from sociale_kaart.opening_hours import TIME_ZONE, is_open

# 2026-03-04 is a Wednesday.
WEDNESDAY, SATURDAY, SUNDAY = "2026-03-04", "2026-03-07", "2026-03-08"


def at(day: str, time: str) -> dt.datetime:
    return dt.datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=TIME_ZONE)


@pytest.mark.parametrize("day", [WEDNESDAY, SATURDAY, SUNDAY])
@pytest.mark.parametrize("time", ["00:00", "03:30", "12:00", "23:59"])
def test_day_and_night_is_always_open(day: str, time: str) -> None:
    assert is_open("24/7", at(day, time)) is True


@pytest.mark.parametrize(
    ("time", "expected"),
    [("10:59", False), ("11:00", True), ("15:00", True), ("20:59", True), ("21:00", False), ("00:00", False)],
)
@pytest.mark.parametrize("day", [WEDNESDAY, SUNDAY])
def test_daily_from_the_first_hour_until_the_last(day: str, time: str, expected: bool) -> None:
    assert is_open("daily 11-21", at(day, time)) is expected


@pytest.mark.parametrize(
    ("day", "time", "expected"),
    [
        (WEDNESDAY, "08:59", False),
        (WEDNESDAY, "09:00", True),
        (WEDNESDAY, "16:59", True),
        (WEDNESDAY, "17:00", False),
        (SATURDAY, "12:00", False),
        (SUNDAY, "12:00", False),
    ],
)
def test_weekdays_leave_out_the_weekend(day: str, time: str, expected: bool) -> None:
    assert is_open("weekdays 9-17", at(day, time)) is expected


def test_a_public_holiday_counts_as_any_other_day() -> None:
    assert is_open("weekdays 9-17", at("2026-04-27", "12:00")) is True  # a Monday, and King's Day


@pytest.mark.parametrize(
    ("day", "time", "expected"),
    [
        ("2026-03-06", "23:00", True),  # Friday evening
        (SATURDAY, "03:59", True),  # still the evening of Friday
        (SATURDAY, "04:00", False),
        (SATURDAY, "23:00", False),
        ("2026-03-09", "02:00", False),  # Monday: the evening of Sunday
    ],
)
def test_hours_past_midnight_belong_to_the_evening_before(day: str, time: str, expected: bool) -> None:
    assert is_open("weekdays 20-4", at(day, time)) is expected


def test_until_midnight() -> None:
    assert is_open("daily 8-24", at(WEDNESDAY, "23:59")) is True
    assert is_open("daily 8-24", at(WEDNESDAY, "00:00")) is False


@pytest.mark.parametrize(("month", "expected"), [(1, False), (7, True)])
def test_the_clock_is_that_of_the_netherlands_in_winter_and_summer(month: int, expected: bool) -> None:
    assert is_open("daily 9-17", dt.datetime(2026, month, 7, 7, 30, tzinfo=dt.UTC)) is expected


@pytest.mark.parametrize(
    "text", [None, "", "soms", "daily", "daily 9", "weekends 9-17", "weekdays 9-17 ", "24/7 behalve"]
)
def test_hours_that_are_not_known(text: str | None) -> None:
    assert is_open(text, at(WEDNESDAY, "12:00")) is None
