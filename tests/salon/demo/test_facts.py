"""Every fact has its article; people of the articles appear by office only."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from salon.demo import facts
from salon.demo.countries import COUNTRIES
from salon.demo.names import FIRMS

# Everyone the articles name. Places named after somebody are not people.
NAMED = (
    "Goïta", "Mohammedine", "Maïga", "Saraç", "Turan", "Dogru", "Abdoulaye Diop", "Guler",
    "Camara", "Rivers", "Diarra", "Assimi", "Daoud", "Sadio", "Alou Boï", "Engin", "Harun",
    "Alaattin", "Sabri", "Sam Rivers",
)  # fmt: skip

RANKS = re.compile(r"\b(général|colonel|lieutenant|general|major)\b", re.IGNORECASE)

TABLES = {
    "EDITION": [facts.EDITION],
    "VENUES": facts.VENUES,
    "PHASES": facts.PHASES,
    "AXES": facts.AXES,
    "HONOURS": facts.HONOURS,
    "KEY_DATES": facts.KEY_DATES,
    "MINISTRIES": facts.MINISTRIES,
}


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from texts(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from texts(item)


@pytest.mark.parametrize("table", TABLES)
def test_every_fact_cites_an_article(table):
    cited = {part for row in TABLES[table] for part in row["source"].split(" ; ")}
    assert cited - set(facts.SOURCES) == set()


def test_exhibitors_cite_an_article():
    assert {source for _, _, source in facts.EXHIBITORS} - set(facts.SOURCES) == set()


def test_a_citation_is_public_and_no_path():
    assert [source for source in facts.SOURCES if "seeds" in source or ".txt" in source] == []
    assert all(source.startswith("« ") and " »" in source for source in facts.SOURCES)


@pytest.mark.parametrize("table", TABLES)
def test_every_text_is_in_both_languages(table):
    translated = [
        value for row in TABLES[table] for value in row.values() if isinstance(value, dict)
    ]
    assert translated
    assert [value for value in translated if sorted(value) != ["en", "fr"]] == []
    assert [value for value in translated if not all(value.values())] == []


def test_nobody_is_named_and_no_rank_given():
    said = [text for rows in TABLES.values() for text in texts(list(rows))]
    assert [text for text in said for name in NAMED if name in text] == []
    assert [text for text in said if RANKS.search(text)] == []


def test_french_typography():
    said = [text for rows in TABLES.values() for row in rows for text in texts(list(row.values()))]
    assert [text for text in said if "'" in text] == []


def test_travel_times_join_every_two_venues_once():
    slugs = [row["slug"] for row in facts.VENUES]
    joined = [frozenset((a, b)) for a, b, _ in facts.TRAVEL]
    assert sorted(map(sorted, joined)) == sorted(
        sorted((a, b)) for n, a in enumerate(slugs) for b in slugs[n + 1 :]
    )


def test_the_dates_of_the_articles():
    phases = {row["slug"]: (row["starts"].isoformat(), row["ends"].isoformat(), row["venue"])
              for row in facts.PHASES}  # fmt: skip
    assert phases == {
        "launch": ("2025-09-11", "2025-09-11", "cicb"),
        "preparatory-cycle": ("2025-09-12", "2025-09-25", None),
        "exhibition": ("2025-11-11", "2025-11-12", "parc-des-expositions"),
        "demonstrations": ("2025-11-13", "2025-11-14", "boubacar-sada-sy"),
    }
    days = {row["kind"]: row["first_day"].isoformat() for row in facts.KEY_DATES}
    assert (days["audience"], days["recording"], days["briefing"], days["next_edition"]) == (
        "2025-11-11",
        "2025-11-12",
        "2025-12-15",
        "2026-11-01",
    )


def test_countries_are_distinct_and_leave_the_host_out():
    codes = [country.code for country in COUNTRIES]
    assert len(codes) == len(set(codes)) == 52
    assert "ML" not in codes


@pytest.mark.parametrize(
    ("code", "french", "english"),
    [
        ("SN", "du Sénégal", "of Senegal"),
        ("CI", "de la Côte d’Ivoire", "of Côte d’Ivoire"),
        ("AO", "de l’Angola", "of Angola"),
        ("DJ", "de Djibouti", "of Djibouti"),
        ("AE", "des Émirats arabes unis", "of the United Arab Emirates"),
    ],
)
def test_countries_take_their_article(code, french, english):
    country = next(country for country in COUNTRIES if country.code == code)
    assert (country.of_fr, country.of_en) == (french, english)


def test_invented_firms_say_that_they_are_examples():
    assert {name.split()[1] for name, _ in FIRMS} == {"Örnek", "Primer", "Shili", "Exemple"}
