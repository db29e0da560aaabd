"""What the demonstration says, in Turkish and Russian: facts and inventions alike.

`tongues.json` gives them by the English text. There `#` stands for a number, so that what differs
by its number only is there once. Delegations are named after their country as the CLDR names it.
"""

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, Final

from django.apps import apps
from django.db.models import Max, Model
from django.utils.translation import override

from salon.core import names
from salon.core.fields import SearchKeyField, TranslatedField
from salon.demo.countries import COUNTRIES

#: How a delegation is called, by language.
DELEGATION: Final = {"tr": "{country} heyeti", "ru": "Делегация: {country}"}
_NUMBER = re.compile(r"\d+")
_AT_ONCE = 100


@cache
def translations() -> Mapping[str, Mapping[str, str]]:
    """By the English text, each in every language that is not French or English."""
    path = Path(__file__).with_name("tongues.json")
    table: dict[str, Mapping[str, str]] = json.loads(path.read_text(encoding="utf-8"))
    for country in COUNTRIES:
        named = {}
        for language, pattern in DELEGATION.items():
            with override(language):
                named[language] = pattern.format(country=names.country(country.code))
        table[f"Delegation {country.of_en}"] = named
    return table


def in_other_languages(english: str) -> dict[str, str]:
    """A text of the demonstration in the other languages; nothing where it has none there."""
    table = translations()
    if english in table:
        return dict(table[english])
    numbers = _NUMBER.findall(english)
    found = table.get(_NUMBER.sub("#", english), {})
    return {language: _numbered(text, numbers) for language, text in found.items()}


def _numbered(text: str, numbers: list[str]) -> str:
    for number in numbers:
        text = text.replace("#", number, 1)
    return text


@contextmanager
def every_language() -> Iterator[None]:
    """Gives the rows that are made meanwhile their Turkish and Russian; those that were there
    before are nobody's demonstration, and stay as they are."""
    last = {
        model: model._default_manager.aggregate(last=Max("pk"))["last"] or 0
        for model in apps.get_models()
        if _columns(model, TranslatedField)
    }
    yield
    for model, key in last.items():
        _translate(model, key)


def _columns(model: type[Model], kind: type[Any]) -> list[Any]:
    return [field for field in model._meta.concrete_fields if isinstance(field, kind)]


def _translate(model: type[Model], after: int) -> None:
    columns, keys = _columns(model, TranslatedField), _columns(model, SearchKeyField)
    changed = []
    for row in model._default_manager.filter(pk__gt=after):
        told = False
        for column in columns:
            texts = dict(getattr(row, column.attname) or {})
            added = in_other_languages(texts.get("en", ""))
            if added:
                setattr(row, column.attname, {**texts, **added})
                told = True
        if told:
            for key in keys:
                key.pre_save(row, False)
            changed.append(row)
    fields = [column.name for column in (*columns, *keys)]
    model._default_manager.bulk_update(changed, fields, batch_size=_AT_ONCE)
