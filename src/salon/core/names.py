"""Names of countries, languages, days, months and cities in the active language, from the Unicode
CLDR."""

from datetime import date
from functools import lru_cache

from babel import Locale
from django.utils.translation import get_language


@lru_cache
def _locale(language: str) -> Locale:
    return Locale.parse(language.replace("-", "_"))


def country(code: str) -> str:
    """Name of a country by its ISO 3166-1 alpha-2 code; an unknown code is shown as it is."""
    return str(_locale(get_language() or "en").territories.get(code, code))


def language(code: str) -> str:
    """Name of a language by its ISO 639-1 code; an unknown code is shown as it is."""
    return str(_locale(get_language() or "en").languages.get(code, code))


def weekday(day: date, short: bool = False) -> str:
    """``mercredi``, ``Wednesday``; ``mer.``, ``Wed``."""
    width = "abbreviated" if short else "wide"
    return str(_locale(get_language() or "en").days["format"][width][day.weekday()])


def month(day: date, short: bool = False) -> str:
    """Name of a month as it stands in a date: ``novembre``, ``ноября``; ``nov.``, ``нояб.``."""
    width = "abbreviated" if short else "wide"
    return str(_locale(get_language() or "en").months["format"][width][day.month])


def month_alone(day: date) -> str:
    """Name of a month by itself, which some languages write otherwise: ``ноябрь``."""
    return str(_locale(get_language() or "en").months["stand-alone"]["wide"][day.month])


def city(zone: str) -> str:
    """The city that names a time zone: ``Africa/Bamako`` is ``Bamako``, in Russian ``Бамако``."""
    known = _locale(get_language() or "en").time_zones.get(zone, {})
    return str(known.get("city", zone.rsplit("/", 1)[-1].replace("_", " ")))
