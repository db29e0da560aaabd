"""Columns that the house needs in several apps."""

import unicodedata
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models.query_utils import DeferredAttribute
from django.utils.translation import get_language


class TranslatedText(Mapping[str, str]):
    """A text in several languages that shows itself in the reader's.

    `str()` gives the text of the active language, else the French one, else the first there is.
    A page whose language differs must say so: `language_of_text` goes into `lang=""`.
    """

    __slots__ = ("_texts",)

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = {language: text for language, text in texts.items() if text}

    @property
    def language_of_text(self) -> str:
        """Code of the language `str()` uses now; empty if there is no text."""
        for language in ((get_language() or "")[:2], settings.LANGUAGE_CODE):
            if language in self._texts:
                return language
        return next(iter(self._texts), "")

    def __str__(self) -> str:
        return self._texts.get(self.language_of_text, "")

    def __repr__(self) -> str:
        return f"TranslatedText({self._texts!r})"

    def __getitem__(self, language: str) -> str:
        return self._texts[language]

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)

    def __hash__(self) -> int:
        return hash(frozenset(self._texts.items()))


class _TranslatedAttribute(DeferredAttribute):
    """Turns what is assigned (a dictionary, or None) into a `TranslatedText`."""

    def __set__(self, instance: models.Model, value: Any) -> None:
        if isinstance(value, Mapping) and not isinstance(value, TranslatedText):
            value = TranslatedText(value)
        instance.__dict__[self.field.attname] = value


if TYPE_CHECKING:
    _JSONField = models.JSONField[Mapping[str, str] | None, TranslatedText]
    _TextField = models.TextField[str, str]
else:
    _JSONField, _TextField = models.JSONField, models.TextField


class TranslatedField(_JSONField):
    """A JSON column `{"fr": "…", "en": "…"}`; the attribute is a `TranslatedText`."""

    descriptor_class = _TranslatedAttribute

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        if not kwargs.get("null"):
            kwargs.setdefault("default", dict)
        super().__init__(*args, **kwargs)

    def get_prep_value(self, value: Any) -> Any:
        if isinstance(value, TranslatedText):
            value = dict(value)
        return super().get_prep_value(value)


def search_key(*texts: str) -> str:
    """Lower case without accents, so that `etat` finds `État` on every database."""
    joined = " ".join(texts).casefold().replace("ı", "i").replace("œ", "oe").replace("æ", "ae")
    decomposed = unicodedata.normalize("NFKD", joined)
    return " ".join("".join(c for c in decomposed if not unicodedata.combining(c)).split())


class SearchKeyField(_TextField):
    """`search_key` of another field in all its languages, kept up to date on every save."""

    def __init__(self, *args: Any, of: str = "name", **kwargs: Any) -> None:
        self.of = of
        kwargs["editable"] = False
        kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs["of"] = self.of
        return name, path, args, kwargs

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        source = getattr(model_instance, self.of)
        texts = source.values() if isinstance(source, Mapping) else [str(source or "")]
        key = search_key(*texts)
        setattr(model_instance, self.attname, key)
        return key
