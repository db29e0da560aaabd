"""The demonstration in Turkish and Russian: all of it, and nothing else is touched."""

import re

import pytest
from django.apps import apps
from django.db import transaction

from salon.core.fields import TranslatedField
from salon.demo import shapes, tongues
from salon.demo.generator import generate
from salon.directory.models import Organisation
from salon.editions.models import Edition, Venue
from tests import factories
from tests.salon.demo.rows import OPERATOR, small_edition

TEXTS = {
    (english, language): text
    for english, told in tongues.translations().items()
    for language, text in told.items()
}
LABELS = {each.en for name in shapes.NAMES for each in shapes.shape(name).hotspots}


@pytest.fixture(scope="module")
def said(django_db_setup, django_db_blocker):
    """Every text of the whole edition, by language."""
    with django_db_blocker.unblock(), transaction.atomic():
        generate(actor=OPERATOR)
        found = [
            dict(texts)
            for model in apps.get_models()
            for field in model._meta.concrete_fields
            if isinstance(field, TranslatedField)
            for texts in model._default_manager.values_list(field.name, flat=True)
            if texts
        ]
        transaction.set_rollback(True)
    return found


def test_all_that_differs_between_french_and_english_is_there(said):
    silent = {
        texts["en"]
        for texts in said
        if texts["en"] != texts["fr"] and sorted(texts) != ["en", "fr", "ru", "tr"]
    }
    assert silent == set()


def test_every_label_of_every_model_is_there():
    told = {label: sorted(tongues.in_other_languages(label)) for label in LABELS}
    assert {label for label, languages in told.items() if languages != ["ru", "tr"]} == set()


def test_no_translation_is_idle(said):
    english = {texts["en"] for texts in said} | LABELS
    patterns = {re.sub(r"\d+", "#", text) for text in english}
    assert set(tongues.translations()) - english - patterns == set()


def test_both_languages_are_written_with_their_typography():
    assert {key for key, text in TEXTS.items() if re.search(r"['\"]|\.\.\.| [.,;:]", text)} == set()
    assert {
        text
        for (_english, language), text in TEXTS.items()
        if language == "ru" and not re.search("[а-яё]", text, re.IGNORECASE)
    } == set()
    assert {language for _english, language in TEXTS} == {"tr", "ru"}


@pytest.mark.parametrize(
    ("english", "told"),
    [
        ("Delegation of Turkey", {"tr": "Türkiye heyeti", "ru": "Делегация: Турция"}),
        ("Tent 12", {"tr": "Çadır 12", "ru": "Шатёр 12"}),
        ("Stand A-07", {"tr": "Stant A-07", "ru": "Стенд A-07"}),
        ("1.5 kW", {"tr": "1,5 kW", "ru": "1,5\u00a0кВт"}),
        ("Wing, 4.2 m", {"tr": "Kanat, 4,2 m", "ru": "Крыло, 4,2\u00a0м"}),
        ("Baykar", {}),
        ("", {}),
    ],
)
def test_a_text_in_the_other_languages(english, told):
    assert tongues.in_other_languages(english) == told


@pytest.mark.django_db
def test_what_was_there_before_stays_as_it_was():
    venue = factories.venue(slug="elsewhere", name={"fr": "Fichier", "en": "Exhibition"})
    small_edition()
    assert dict(Venue.objects.get(pk=venue.pk).name) == {"fr": "Fichier", "en": "Exhibition"}
    assert sorted(Edition.objects.get().theme) == ["en", "fr", "ru", "tr"]


@pytest.mark.django_db
def test_a_name_is_found_in_every_language():
    small_edition()
    ministry = Organisation.objects.get(slug="ministere-defense")
    assert "savunma bakanligi" in ministry.search_key
    assert "министерство обороны" in ministry.search_key
