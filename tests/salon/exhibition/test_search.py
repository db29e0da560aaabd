"""What a typed text finds: the frozen list, and each way of forgiving."""

import pytest

from benchmarks.search import judge
from salon.exhibition.selectors.catalogue import Catalogue
from tests.salon.exhibition.queries import QUERIES
from tests.salon.exhibition.whole import crowded, firm, item, whole


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return whole()


def found(catalogue: Catalogue, text: str) -> list[str]:
    return [hit.row.slug for hit in catalogue.index.search(text)]


def test_the_sixty_queries_find_all_they_must_and_nothing_they_must_not(catalogue):
    outcomes = judge(catalogue, QUERIES)
    assert len(outcomes) == 60
    assert [one for one in outcomes if one.missing or one.false] == []


def test_what_must_be_found_is_among_the_first_of_a_large_catalogue():
    outcomes = judge(crowded(400, 2000), QUERIES)
    assert [one.text for one in outcomes if one.missing] == []


def test_a_name_comes_before_what_is_only_shown_by_it(catalogue):
    assert found(catalogue, "Baykar") == ["baykar", "bayraktar-tb2", "akinci"]
    assert found(catalogue, "Akıncı") == ["akinci", "baykar"]


def test_what_is_spelt_right_hides_what_is_merely_near():
    firms = (firm(1, "Kumrul", "TR"), firm(2, "Kumral", "TR"))
    assert found(Catalogue(firms, ()), "kumral") == ["kumral"]
    assert found(Catalogue(firms[:1], ()), "kumral") == ["kumrul"]


def test_short_words_and_numbers_are_taken_as_they_are():
    one = firm(1, "Sira 24", "TR")
    assert found(Catalogue((one,), ()), "sifa") == []
    assert found(Catalogue((one,), ()), "25") == []
    assert found(Catalogue((one,), ()), "sira 24") == ["sira-24"]


def test_a_beginning_is_enough(catalogue):
    assert found(catalogue, "bayrak") == ["bayraktar-tb2", "baykar"]


def test_words_are_joined_and_parted(catalogue):
    assert found(catalogue, "roket san") == ["roketsan"]
    assert found(catalogue, "stmsavunma") == ["stm-savunma"]


def test_all_words_have_to_be_in_one_entry(catalogue):
    assert found(catalogue, "radar hôpital") == []


def test_one_of_three_words_may_be_unknown(catalogue):
    assert found(catalogue, "kartalay radar xyzzy") == ["radar-kartalay", "ruyagoz-ornek"]
    assert found(catalogue, "kartalay xyzzy") == []


def test_a_category_is_found_by_what_else_it_is_called(catalogue):
    assert {"akinci", "drone-sira"} < set(found(catalogue, "беспилотник"))
    assert "robot-sapfirin" in found(catalogue, "ML4")


def test_words_that_say_nothing_are_left_out(catalogue):
    assert found(catalogue, "la caméra de l’Şahinbak") == found(catalogue, "camera sahinbak")


@pytest.mark.parametrize("text", ["", "  ", "?!", "’"])
def test_no_word_finds_nothing(catalogue, text):
    assert found(catalogue, text) == []
    assert catalogue.index.nearest(text) == []


def test_the_nearest_names_are_offered(catalogue):
    near = [row.slug for row in catalogue.index.nearest("baktayar aselsun")]
    assert "aselsan" in near


def test_an_empty_catalogue_answers():
    assert found(Catalogue((), ()), "Baykar") == []
    assert Catalogue((), ()).index.nearest("Baykar") == []


def test_equals_keep_their_order():
    firms = tuple(firm(n, name, "TR") for n, name in enumerate(("Ayla A", "Ayla B", "Ayla C")))
    of = firms[2]
    shown = (item(1, of, "mast", "radar", "", fr="Mât"),)
    assert found(Catalogue(firms, shown), "ayla") == ["ayla-a", "ayla-b", "ayla-c", "mast"]
