"""What is dated, told as precisely as its source tells it: the home page and the calendar."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.functional import Promise

from salon.core import formats
from salon.core.fields import TranslatedText
from salon.core.models import Sourced
from salon.editions.choices import DatePrecision
from salon.editions.models import KeyDate


@dataclass(frozen=True, kw_only=True)
class Entry:
    """Something dated: a session, a key date. `fact` is the row it comes from."""

    fact: Sourced
    when: str
    kind: str | Promise
    title: TranslatedText
    place: str
    under_way: bool
    order: tuple[date, datetime]
    url: str = ""


def key_date(one: KeyDate, today: date) -> Entry:
    start_of_day = timezone.make_aware(datetime.combine(one.first_day, datetime.min.time()))
    return Entry(
        fact=one,
        when=when(one),
        kind=one.get_kind_display(),
        title=one.title,
        place=str(one.place),
        under_way=one.precision != DatePrecision.MONTH and one.first_day <= today <= one.last_day,
        order=(one.first_day, one.starts or start_of_day),
    )


def when(one: KeyDate) -> str:
    """As precisely as the source says, never more."""
    if one.precision == DatePrecision.MONTH:
        first, last = (formats.month(day) for day in (one.first_day, one.last_day))
        return first if first == last else f"{first} – {last}"
    if one.precision == DatePrecision.MINUTE and one.starts is not None:
        if one.ends is not None:
            return f"{formats.day(one.starts)}, {formats.clock_range(one.starts, one.ends)}"
        return formats.moment(one.starts)
    if one.first_day == one.last_day:
        return formats.day(one.first_day)
    return formats.day_range(one.first_day, one.last_day)
