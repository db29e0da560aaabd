"""Numbers, dates and times as people write them, in French, English, Turkish and Russian."""

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
        assert formats.day_short(first) == "Wed 1 Oct"


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
        ("America/Sao_Paulo", "heure de São Paulo (UTC−3)", "Sao Paulo time (UTC−3)"),
    ],
)
def test_zone_is_named(name: str, french: str, english: str) -> None:
    with timezone.override(name):
        with override("fr"):
            assert formats.zone(MORNING) == french
        with override("en"):
            assert formats.zone(MORNING) == english


def test_a_language_without_typography_of_its_own_is_written_as_english() -> None:
    with override("de"):
        assert formats.number(12480) == "12,480"
        assert formats.day(date(2025, 11, 12)) == "Mittwoch 12 November 2025"


#: One figure of each sort, in the order of `written`.
FIGURES = {
    "tr": [
        "1.234.567,89",
        "−1.500",
        "%98,4",
        "%99,9",
        "09:00",
        "09:05–10:30",
        "13 Kasım 2025 Perşembe",
        "1 Mayıs 2025",
        "13 Kas Per",
        "Kasım 2025",
        "11–14 Kasım 2025",
        "28 Eylül – 1 Ekim 2025",
        "30 Aralık 2025 – 2 Ocak 2026",
        "12 Kasım 2025 Çarşamba, 10:30",
        "12 sn",
        "45 dk",
        "2 sa",
        "1 sa 15 dk",
        "Bamako saati (UTC)",
    ],
    "ru": [
        "1 234 567,89",
        "−1 500",
        "98,4 %",
        "99,9 %",
        "09:00",
        "09:05–10:30",
        "четверг, 13 ноября 2025 г.",
        "1 мая 2025 г.",
        "чт, 13 нояб.",
        "ноябрь 2025 г.",
        "11–14 ноября 2025 г.",
        "28 сентября – 1 октября 2025 г.",
        "30 декабря 2025 г. – 2 января 2026 г.",
        "среда, 12 ноября 2025 г., 10:30",
        "12 с",
        "45 мин",
        "2 ч",
        "1 ч 15 мин",
        "время города Бамако (UTC)",
    ],
}


def written() -> list[str]:
    return [
        formats.number(1234567.891, 2),
        formats.number(-1500),
        formats.percent(0.984),
        formats.percent(0.99997),
        formats.clock(time(9)),
        formats.clock_range(time(9, 5), time(10, 30)),
        formats.day(date(2025, 11, 13)),
        formats.day_plain(date(2025, 5, 1)),
        formats.day_short(date(2025, 11, 13)),
        formats.month(date(2025, 11, 1)),
        formats.day_range(date(2025, 11, 11), date(2025, 11, 14)),
        formats.day_range(date(2025, 9, 28), date(2025, 10, 1)),
        formats.day_range(date(2025, 12, 30), date(2026, 1, 2)),
        formats.moment(MORNING),
        formats.duration(timedelta(seconds=12)),
        formats.duration(45),
        formats.duration(120),
        formats.duration(75),
        formats.zone(MORNING),
    ]


@pytest.mark.parametrize("language", FIGURES)
def test_turkish_and_russian_are_written_as_their_readers_write(language: str) -> None:
    with override(language), timezone.override("Africa/Bamako"):
        found = [text.replace(NO_BREAK, " ") for text in written()]
    assert found == FIGURES[language]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("tr", f"1.500|45{NO_BREAK}dk"),
        ("ru", f"1{NO_BREAK}500|45{NO_BREAK}мин|98,4{NO_BREAK}%|1 мая 2025{NO_BREAK}г."),
    ],
)
def test_a_figure_does_not_part_from_its_unit(language: str, text: str) -> None:
    with override(language):
        units = [formats.number(1500), formats.duration(45)]
        units += [formats.percent(0.984), formats.day_plain(date(2025, 5, 1))]
        assert "|".join(units[: text.count("|") + 1]) == text


@pytest.mark.parametrize(
    ("language", "text"),
    [("fr", "mai 2025"), ("en", "May 2025"), ("tr", "Mayıs 2025"), ("ru", "май 2025\u00a0г.")],
)
def test_a_month_by_itself(language: str, text: str) -> None:
    with override(language):
        assert formats.month(date(2025, 5, 1)) == text


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
            "Wednesday 12 November 2025|12 November 2025|Wed 12 Nov|12 November 2025|"
            f"Wednesday 12 November 2025, 10:30|1{NO_BREAK}h{NO_BREAK}15|Bamako time (UTC)"
        )


def test_filters_leave_a_missing_value_empty() -> None:
    assert render("[{{ n|number }}{{ n|moment }}{{ '' |percent }}]", n=None) == "[]"


@pytest.mark.parametrize(
    ("count", "fr", "en", "ru"),
    [
        (0, "0 ko", "0 kB", "0 кБ"),
        (3, "1 ko", "1 kB", "1 кБ"),
        (289_800, "290 ko", "290 kB", "290 кБ"),
        (999_499, "999 ko", "999 kB", "999 кБ"),
        (999_500, "1,0 Mo", "1.0 MB", "1,0 МБ"),
        (5_000_000, "5,0 Mo", "5.0 MB", "5,0 МБ"),
    ],
)
def test_sizes_of_files(count, fr, en, ru):
    said = []
    for language in ("fr", "en", "ru"):
        with override(language):
            said.append(formats.size(count).replace(formats.NO_BREAK, " "))
    assert said == [fr, en, ru]


@pytest.mark.parametrize(
    ("language", "said"),
    [("fr", "3 557 × 850 mm"), ("en", "3,557 × 850 mm"), ("ru", "3 557 × 850 мм")],
)
def test_extents(language, said):
    with override(language):
        found = formats.extents(3557, 850)
    assert found.replace(formats.NO_BREAK, " ").replace(formats.NARROW, " ") == said
