import pytest
from django.utils.translation import override

from salon.core import names


@pytest.mark.parametrize(
    ("language", "country", "spoken"),
    [
        ("fr", "Côte d’Ivoire", "turc"),
        ("en", "Côte d’Ivoire", "Turkish"),
        ("tr", "Côte d’Ivoire", "Türkçe"),
        ("ru", "Кот-д’Ивуар", "турецкий"),
    ],
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


@pytest.mark.parametrize(
    ("language", "bamako", "istanbul", "unknown"),
    [
        ("fr", "Bamako", "Istanbul", "Port Nowhere"),
        ("tr", "Bamako", "İstanbul", "Port Nowhere"),
        ("ru", "Бамако", "Стамбул", "Port Nowhere"),
    ],
)
def test_the_city_of_a_time_zone(language, bamako, istanbul, unknown):
    zones = ("Africa/Bamako", "Europe/Istanbul", "Africa/Port_Nowhere")
    with override(language):
        assert tuple(map(names.city, zones)) == (bamako, istanbul, unknown)
