"""How numbers, dates and times are written for people, in the active language.

Pages, PDF and messages all write through these functions, so that a figure reads the same
everywhere. Patterns live here and not in the message catalogue: they are typography, not
wording, and must hold even where a catalogue has not been compiled. Names of days and months
come from the CLDR (:mod:`salon.core.names`).

French spaces: U+202F (narrow, no break) between thousands and before the per cent sign,
U+00A0 (no break) around the "h" of a time. Times are on the 24 hour clock in every language.
Turkish writes the per cent sign first; Russian ends a year with "г." and declines the month.
A language that has no entry here is written as English.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal

from django.utils import timezone
from django.utils.translation import get_language, get_language_bidi, pgettext

from salon.core import names

NARROW = "\u202f"
NO_BREAK = "\u00a0"


@dataclass(frozen=True, kw_only=True)
class Writing:
    """The typography of one language. In patterns of dates: `w` weekday, `d` day, `m` month, `y`
    year; `1` and `2` are the ends of a range."""

    thousands: str
    decimal: str
    percent: str
    hour: str  # on the hour
    hour_minute: str
    between_times: str
    first_of_month: str
    day: str
    day_plain: str
    day_short: str
    month: str
    one_month: str  # a range of days inside a month
    one_year: str
    years: str
    seconds: str  # how long something takes, in its unit
    minutes: str
    hours: str
    hours_minutes: str
    kilobytes: str
    megabytes: str
    millimetres: str


_WRITING = {
    "fr": Writing(
        thousands=NARROW,
        decimal=",",
        percent=f"{{}}{NARROW}%",
        hour=f"{{hour}}{NO_BREAK}h",
        hour_minute=f"{{hour}}{NO_BREAK}h{NO_BREAK}{{minute:02}}",
        between_times=f"{NO_BREAK}– ",
        first_of_month="1er",
        day="{w} {d} {m} {y}",
        day_plain="{d} {m} {y}",
        day_short="{w} {d} {m}",
        month="{m} {y}",
        one_month="du {d1} au {d2} {m2} {y2}",
        one_year="du {d1} {m1} au {d2} {m2} {y2}",
        years="du {d1} {m1} {y1} au {d2} {m2} {y2}",
        seconds=f"{{seconds}}{NO_BREAK}s",
        minutes=f"{{minutes}}{NO_BREAK}min",
        hours=f"{{hours}}{NO_BREAK}h",
        hours_minutes=f"{{hours}}{NO_BREAK}h{NO_BREAK}{{minutes:02}}",
        kilobytes="ko",
        megabytes="Mo",
        millimetres="mm",
    ),
    "en": Writing(
        thousands=",",
        decimal=".",
        percent="{}%",
        hour="{hour}:00",
        hour_minute="{hour}:{minute:02}",
        between_times="–",
        first_of_month="1",
        day="{w} {d} {m} {y}",
        day_plain="{d} {m} {y}",
        day_short="{w} {d} {m}",
        month="{m} {y}",
        one_month="{d1}–{d2} {m2} {y2}",
        one_year="{d1} {m1} – {d2} {m2} {y2}",
        years="{d1} {m1} {y1} – {d2} {m2} {y2}",
        seconds=f"{{seconds}}{NO_BREAK}s",
        minutes=f"{{minutes}}{NO_BREAK}min",
        hours=f"{{hours}}{NO_BREAK}h",
        hours_minutes=f"{{hours}}{NO_BREAK}h{NO_BREAK}{{minutes:02}}",
        kilobytes="kB",
        megabytes="MB",
        millimetres="mm",
    ),
    "tr": Writing(
        thousands=".",
        decimal=",",
        percent="%{}",
        hour="{hour:02}:00",
        hour_minute="{hour:02}:{minute:02}",
        between_times="–",
        first_of_month="1",
        day="{d} {m} {y} {w}",
        day_plain="{d} {m} {y}",
        day_short="{d} {m} {w}",
        month="{m} {y}",
        one_month="{d1}–{d2} {m2} {y2}",
        one_year="{d1} {m1} – {d2} {m2} {y2}",
        years="{d1} {m1} {y1} – {d2} {m2} {y2}",
        seconds=f"{{seconds}}{NO_BREAK}sn",
        minutes=f"{{minutes}}{NO_BREAK}dk",
        hours=f"{{hours}}{NO_BREAK}sa",
        hours_minutes=f"{{hours}}{NO_BREAK}sa {{minutes}}{NO_BREAK}dk",
        kilobytes="kB",
        megabytes="MB",
        millimetres="mm",
    ),
    "ru": Writing(
        thousands=NO_BREAK,
        decimal=",",
        percent=f"{{}}{NO_BREAK}%",
        hour="{hour:02}:00",
        hour_minute="{hour:02}:{minute:02}",
        between_times="–",
        first_of_month="1",
        day=f"{{w}}, {{d}} {{m}} {{y}}{NO_BREAK}г.",
        day_plain=f"{{d}} {{m}} {{y}}{NO_BREAK}г.",
        day_short="{w}, {d} {m}",
        month=f"{{m}} {{y}}{NO_BREAK}г.",
        one_month=f"{{d1}}–{{d2}} {{m2}} {{y2}}{NO_BREAK}г.",
        one_year=f"{{d1}} {{m1}} – {{d2}} {{m2}} {{y2}}{NO_BREAK}г.",
        years=f"{{d1}} {{m1}} {{y1}}{NO_BREAK}г. – {{d2}} {{m2}} {{y2}}{NO_BREAK}г.",
        seconds=f"{{seconds}}{NO_BREAK}с",
        minutes=f"{{minutes}}{NO_BREAK}мин",
        hours=f"{{hours}}{NO_BREAK}ч",
        hours_minutes=f"{{hours}}{NO_BREAK}ч {{minutes}}{NO_BREAK}мин",
        kilobytes="кБ",
        megabytes="МБ",
        millimetres="мм",
    ),
}


def _writing() -> Writing:
    language = (get_language() or "en").split("-")[0]
    return _WRITING.get(language, _WRITING["en"])


def _local(moment: datetime) -> datetime:
    return timezone.localtime(moment) if timezone.is_aware(moment) else moment


def number(value: int | float | Decimal, decimals: int = 0) -> str:
    """``1234.5`` with thousands and decimals of the language; halves round away from zero."""
    writing = _writing()
    exact = Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    text = f"{exact:,}".replace("-", "−")
    return text.replace(",", "\0").replace(".", writing.decimal).replace("\0", writing.thousands)


def size(count: int) -> str:
    """So many bytes, as ``290 kB`` or ``1.5 MB``, in thousands and millions as limits are told.

    Anything at all is at least one.
    """
    writing = _writing()
    if count >= 999_500:
        return f"{number(count / 1_000_000, 1)}{NO_BREAK}{writing.megabytes}"
    return f"{number(max(1, count / 1000) if count else 0)}{NO_BREAK}{writing.kilobytes}"


def extents(*sides: int) -> str:
    """Sides in millimetres, as ``3,557 × 5,977 × 4,632 mm``."""
    return f"{' × '.join(map(number, sides))}{NO_BREAK}{_writing().millimetres}"


def percent(ratio: int | float | Decimal, decimals: int = 1) -> str:
    """A ratio (``0.984``) as a percentage. Only a true 1 reads 100, only a true 0 reads 0.

    A plan that serves 99.97 % must not read "100 %": rounding stops one step short.
    """
    exact = Decimal(str(ratio)) * 100
    step = Decimal(1).scaleb(-decimals)
    rounded = exact.quantize(step, rounding=ROUND_HALF_UP)
    if rounded == 100 and exact < 100:
        rounded -= step
    elif rounded == 0 and exact > 0:
        rounded += step
    return _writing().percent.format(number(rounded, decimals))


def clock(moment: datetime | time) -> str:
    """Time of day: ``10 h 30``, ``9 h`` in French; ``10:30``, ``9:00`` in English."""
    return _clock(_local(moment) if isinstance(moment, datetime) else moment, _writing())


def _clock(moment: datetime | time, writing: Writing) -> str:
    pattern = writing.hour_minute if moment.minute else writing.hour
    return pattern.format(hour=moment.hour, minute=moment.minute)


def clock_range(starts: datetime | time, ends: datetime | time) -> str:
    """``10 h 30 – 11 h`` in French, ``10:30–11:00`` in English."""
    writing = _writing()
    zone = timezone.get_current_timezone()  # once: a timetable has hundreds of ranges
    first, last = (
        at.astimezone(zone) if isinstance(at, datetime) and timezone.is_aware(at) else at
        for at in (starts, ends)
    )
    return f"{_clock(first, writing)}{writing.between_times}{_clock(last, writing)}"


def _day_of_month(day: date) -> str:
    return _writing().first_of_month if day.day == 1 else str(day.day)


def _date(value: date) -> date:
    return _local(value).date() if isinstance(value, datetime) else value


def day(value: date) -> str:
    """``mercredi 12 novembre 2025``, ``Wednesday 12 November 2025``."""
    value = _date(value)
    return _writing().day.format(
        w=names.weekday(value), d=_day_of_month(value), m=names.month(value), y=value.year
    )


def day_plain(value: date) -> str:
    """The day without its weekday: ``12 novembre 2025``."""
    value = _date(value)
    return _writing().day_plain.format(d=_day_of_month(value), m=names.month(value), y=value.year)


def day_short(value: date) -> str:
    """For narrow columns: ``mer. 12 nov.``, ``Wed 12 Nov``."""
    value = _date(value)
    return _writing().day_short.format(
        w=names.weekday(value, short=True),
        d=_day_of_month(value),
        m=names.month(value, short=True),
    )


def month(value: date) -> str:
    """A month: ``novembre 2025``, ``ноябрь 2025 г.``."""
    value = _date(value)
    return _writing().month.format(m=names.month_alone(value), y=value.year)


def day_range(first: date, last: date) -> str:
    """``du 11 au 14 novembre 2025``, ``11–14 November 2025``; a single day is just that day."""
    first, last = _date(first), _date(last)
    if first == last:
        return day_plain(first)
    writing = _writing()
    if first.year != last.year:
        pattern = writing.years
    elif first.month != last.month:
        pattern = writing.one_year
    else:
        pattern = writing.one_month
    return pattern.format(
        d1=_day_of_month(first),
        m1=names.month(first),
        y1=first.year,
        d2=_day_of_month(last),
        m2=names.month(last),
        y2=last.year,
    )


def moment(value: datetime) -> str:
    """Day and time: ``mercredi 12 novembre 2025, 10 h 30``."""
    return f"{day(value)}, {clock(value)}"


def duration(value: timedelta | int) -> str:
    """How long, from a timedelta or whole minutes: ``45 min``, ``1 h 30``, ``12 s``."""
    writing = _writing()
    seconds = round(value.total_seconds()) if isinstance(value, timedelta) else value * 60
    if seconds < 60 and seconds % 60:
        return writing.seconds.format(seconds=seconds)
    hours, minutes = divmod(round(seconds / 60), 60)
    if not hours:
        return writing.minutes.format(minutes=minutes)
    pattern = writing.hours_minutes if minutes else writing.hours
    return pattern.format(hours=hours, minutes=minutes)


def arrow() -> str:
    """From one place to the next, in the direction of reading: characters of arrows do not turn."""
    return "←" if get_language_bidi() else "→"


def zone(at: datetime | None = None) -> str:
    """Names the time zone pages are written in: ``heure de Bamako (UTC)``.

    :param at: when the offset holds; now if not given.
    """
    current = timezone.get_current_timezone()
    city = names.city(timezone.get_current_timezone_name())
    seconds = int(
        ((at or timezone.now()).astimezone(current).utcoffset() or timedelta()).total_seconds()
    )
    sign = "−" if seconds < 0 else "+"
    hours, minutes = divmod(abs(seconds) // 60, 60)
    offset = "UTC" if not seconds else f"UTC{sign}{hours}" + (f":{minutes:02}" if minutes else "")
    named = {"city": city, "offset": offset}
    if city[0] in "AEIOUÉÎY":  # a language may elide: heure d’Istanbul
        return pgettext("time zone, city with a vowel", "%(city)s time (%(offset)s)") % named
    return pgettext("time zone", "%(city)s time (%(offset)s)") % named
