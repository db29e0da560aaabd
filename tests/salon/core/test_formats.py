"""Numbers, dates and times as people write them, in French and in English."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import timezone
from django.utils.translation import override

from salon.core import formats

NARROW, NO_BREAK = "\u202f", "\u00a0"
MORNING = datetime(2025, 11, 12, 10, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "decimals", "french", "english"),
    [
        (0, 0, "0", "0"),
        (999, 0, "999", "999"),
        (12480, 0, f"12{NARROW}480", "12,480"),
        (1234567.891, 2, f"1{NARROW}234{NARROW}567,89", "1,234,567.89"),
        (Decimal("2.5"), 0, "3", "3"),
        (-1500, 0, f"−1{NARROW}500", "−1,500"),
        (98.4, 1, "98,4", "98.4"),
    ],
)
def test_number(value: float, decimals: int, french: str, english: str) -> None:
    with override("fr"):
        assert formats.number(value, decimals) == french
    with override("en"):
        assert formats.number(value, decimals) == english


@pytest.mark.parametrize(
    ("ratio", "french", "english"),
    [
        (0.984, f"98,4{NARROW}%", "98.4%"),
        (1, f"100,0{NARROW}%", "100.0%"),
        (0.99997, f"99,9{NARROW}%", "99.9%"),
        (0.00001, f"0,1{NARROW}%", "0.1%"),
        (0, f"0,0{NARROW}%", "0.0%"),
    ],
)
def test_percent_never_rounds_to_a_whole_that_is_not_reached(
    ratio: float, french: str, english: str
) -> None:
    with override("fr"):
        assert formats.percent(ratio) == french
    with override("en"):
        assert formats.percent(ratio) == english


@pytest.mark.parametrize(
    ("at", "french", "english"),
    [
        (time(10, 30), f"10{NO_BREAK}h{NO_BREAK}30", "10:30"),
        (time(9, 5), f"9{NO_BREAK}h{NO_BREAK}05", "9:05"),
        (time(9), f"9{NO_BREAK}h", "9:00"),
        (time(0), f"0{NO_BREAK}h", "0:00"),
    ],
)
def test_clock(at: time, french: str, english: str) -> None:
    with override("fr"):
        assert formats.clock(at) == french
    with override("en"):
        assert formats.clock(at) == english


def test_moment_is_told_in_the_zone_of_the_page() -> None:
    with override("fr"), timezone.override("Africa/Bamako"):
        assert formats.moment(MORNING) == f"mercredi 12 novembre 2025, 10{NO_BREAK}h{NO_BREAK}30"
    with override("en"), timezone.override("Europe/Istanbul"):
        assert formats.moment(MORNING) == "Wednesday 12 November 2025, 13:30"


def test_the_day_follows_the_zone_too() -> None:
    late = datetime(2025, 11, 12, 23, 30, tzinfo=UTC)
    with override("en"), timezone.override("Europe/Istanbul"):
        assert formats.day(late) == "Thursday 13 November 2025"
        assert formats.day_plain(late) == "13 November 2025"


def test_the_first_of_a_month_is_an_ordinal_in_french() -> None:
    first = date(2025, 10, 1)
    with override("fr"):
        assert formats.day(first) == "mercredi 1er octobre 2025"
        assert formats.day_short(first) == "mer. 1er oct."
    with override("en"):
        assert formats.day(first) == "Wednesday 1 October 2025"
        assert formats.day_short(first) == "Wed 1 Oct."


@pytest.mark.parametrize(
    ("first", "last", "french", "english"),
    [
        ((2025, 11, 11), (2025, 11, 14), "du 11 au 14 novembre 2025", "11–14 November 2025"),
        (
            (2025, 9, 28),
            (2025, 10, 1),
            "du 28 septembre au 1er octobre 2025",
            "28 September – 1 October 2025",
        ),
        (
            (2025, 12, 30),
            (2026, 1, 2),
            "du 30 décembre 2025 au 2 janvier 2026",
            "30 December 2025 – 2 January 2026",
        ),
        ((2025, 11, 11), (2025, 11, 11), "11 novembre 2025", "11 November 2025"),
    ],
)
def test_day_range(
    first: tuple[int, int, int], last: tuple[int, int, int], french: str, english: str
) -> None:
    with override("fr"):
        assert formats.day_range(date(*first), date(*last)) == french
    with override("en"):
        assert formats.day_range(date(*first), date(*last)) == english


def test_clock_range() -> None:
    ends = MORNING + timedelta(minutes=30)
    with override("fr"), timezone.override("Africa/Bamako"):
        assert (
            formats.clock_range(MORNING, ends)
            == f"10{NO_BREAK}h{NO_BREAK}30{NO_BREAK}– 11{NO_BREAK}h"
        )
    with override("en"), timezone.override("Africa/Bamako"):
        assert formats.clock_range(MORNING, ends) == "10:30–11:00"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (45, "45 min"),
        (75, "1 h 15"),
        (120, "2 h"),
        (timedelta(seconds=12), "12 s"),
        (timedelta(minutes=5), "5 min"),
        (timedelta(0), "0 min"),
        (timedelta(hours=1, seconds=20), "1 h"),
        (timedelta(minutes=59, seconds=40), "1 h"),
    ],
)
def test_duration(value: timedelta | int, text: str) -> None:
    assert formats.duration(value) == text.replace(" ", NO_BREAK)


@pytest.mark.parametrize(
    ("name", "french", "english"),
    [
        ("Africa/Bamako", "heure de Bamako (UTC)", "Bamako time (UTC)"),
        ("Europe/Istanbul", "heure d’Istanbul (UTC+3)", "Istanbul time (UTC+3)"),
        ("Asia/Kolkata", "heure de Kolkata (UTC+5:30)", "Kolkata time (UTC+5:30)"),
        ("America/Sao_Paulo", "heure de Sao Paulo (UTC−3)", "Sao Paulo time (UTC−3)"),
    ],
)
def test_zone_is_named(name: str, french: str, english: str) -> None:
    with timezone.override(name):
        with override("fr"):
            assert formats.zone(MORNING) == french
        with override("en"):
            assert formats.zone(MORNING) == english


def test_a_language_without_typography_of_its_own_is_written_as_english() -> None:
    with override("tr"):
        assert formats.number(12480) == "12,480"
        assert formats.day(date(2025, 11, 12)) == "Çarşamba 12 Kasım 2025"


def render(source: str, **context: object) -> str:
    return Template("{% load formats %}" + source).render(Context(context))


def test_filters_write_what_the_functions_write() -> None:
    ends = MORNING + timedelta(minutes=30)
    with override("en"), timezone.override("Africa/Bamako"):
        assert (
            render(
                "{{ n|number }}|{{ n|number:1 }}|{{ r|percent:0 }}|{{ a|clock }}|{{ a|until:b }}|"
                "{{ a|day }}|{{ a|day_plain }}|{{ a|day_short }}|{{ a|through:b }}|{{ a|moment }}|"
                "{{ m|duration }}|{% zone %}",
                n=12480,
                r=0.5,
                a=MORNING,
                b=ends,
                m=75,
            )
            == "12,480|12,480.0|50%|10:30|10:30–11:00|"
            "Wednesday 12 November 2025|12 November 2025|Wed 12 Nov.|12 November 2025|"
            f"Wednesday 12 November 2025, 10:30|1{NO_BREAK}h{NO_BREAK}15|Bamako time (UTC)"
        )


def test_filters_leave_a_missing_value_empty() -> None:
    assert render("[{{ n|number }}{{ n|moment }}{{ '' |percent }}]", n=None) == "[]"
