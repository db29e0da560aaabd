from django.utils.translation import gettext_lazy, override

from salon.core.errors import DomainError


def test_the_message_is_translated_when_it_is_shown():
    error = DomainError("number", gettext_lazy("Enter a number."))  # Django translates it
    shown = {}
    for language in ("fr", "en"):
        with override(language):
            shown[language] = str(error)
    assert (error.code, shown) == (
        "number",
        {"fr": "Saisissez un nombre.", "en": "Enter a number."},
    )


def test_the_message_is_filled_in_from_its_parameters():
    assert str(DomainError("full", "%(hall)s holds %(n)s.", hall="B", n=3)) == "B holds 3."
    assert str(DomainError("odd", "100 % full")) == "100 % full"
