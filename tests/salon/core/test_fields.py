import pytest
from django.utils.translation import override

from salon.core.fields import TranslatedText, search_key
from salon.directory.models import Organisation
from tests import factories


@pytest.mark.parametrize(
    ("texts", "language", "text", "of_text"),
    [
        ({"fr": "Salon", "en": "Exhibition"}, "fr", "Salon", "fr"),
        ({"fr": "Salon", "en": "Exhibition"}, "en", "Exhibition", "en"),
        ({"fr": "Salon", "en": "Exhibition"}, "en-gb", "Exhibition", "en"),
        ({"fr": "Salon"}, "en", "Salon", "fr"),
        ({"fr": "", "tr": "Fuar"}, "en", "Fuar", "tr"),
        ({}, "en", "", ""),
    ],
)
def test_a_text_shows_itself_in_the_readers_language_or_the_nearest(texts, language, text, of_text):
    with override(language):
        value = TranslatedText(texts)
        assert (str(value), value.language_of_text) == (text, of_text)


def test_texts_are_equal_by_content_and_empty_ones_are_false():
    assert TranslatedText({"fr": "a", "en": ""}) == {"fr": "a"}
    assert hash(TranslatedText({"fr": "a", "en": ""})) == hash(TranslatedText({"fr": "a"}))
    assert bool(TranslatedText({"fr": ""})) is False


@pytest.mark.django_db
def test_the_field_gives_texts_before_and_after_the_database():
    made = factories.organisation(name={"fr": "Ministère", "en": "Ministry"})
    for row in (made, Organisation.objects.get(), Organisation.objects.defer("name").get()):
        assert isinstance(row.name, TranslatedText)
        assert dict(row.name) == {"fr": "Ministère", "en": "Ministry"}
    assert Organisation.objects.filter(name__en="Ministry").get() == made


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("  État-Major  Général ", "etat-major general"),
        ("IŞIK Savunma", "isik savunma"),
        ("Dışişleri", "disisleri"),
        ("Œuvre", "oeuvre"),
        ("Рособоронэкспорт", "рособоронэкспорт"),
    ],
)
def test_search_key_is_lower_case_without_accents(text, key):
    assert search_key(text) == key


@pytest.mark.django_db
def test_the_search_key_follows_the_name_however_it_is_saved():
    one = factories.organisation(name={"fr": "Armée", "en": "Army"})
    Organisation.objects.bulk_create(
        [Organisation(slug="b", name={"fr": "Génie"}, kind="force", country="ML", fictional=True)]
    )
    one.name = {"fr": "Santé"}
    one.save()
    assert list(Organisation.objects.order_by("id").values_list("search_key", flat=True)) == [
        "sante",
        "genie",
    ]
