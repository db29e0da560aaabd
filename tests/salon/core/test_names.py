import pytest
from django.utils.translation import override

from salon.core import names


@pytest.mark.parametrize(
    ("language", "country", "spoken"),
    [("fr", "Côte d’Ivoire", "turc"), ("en", "Côte d’Ivoire", "Turkish")],
)
def test_countries_and_languages_in_the_reader_s_language(language, country, spoken):
    with override(language):
        assert (names.country("CI"), names.language("tr")) == (country, spoken)


def test_german_in_both_and_an_unknown_code_as_it_is():
    with override("fr"):
        assert (names.country("DE"), names.country("QQ"), names.language("qq")) == (
            "Allemagne",
            "QQ",
            "qq",
        )
    with override("en"):
        assert names.country("DE") == "Germany"
