"""Names of countries and languages in the active language, from the Unicode CLDR."""

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
