"""What words sound like."""

import pytest

from salon.core.spelling import consonants, skeletons, stem, vowelless, words


def alike(one: str, other: str) -> bool:
    """Some reading of the one is some reading of the other, word by word."""
    pairs = zip(words(one), words(other), strict=True)
    return all(set(skeletons(a)) & set(skeletons(b)) for a, b in pairs)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Akıncı", "Акынджы"),
        ("AKINCI", "akindji"),
        ("İstanbul", "istanbul"),
        ("Şahinbak", "Шахинбак"),
        ("Şahinbak", "shahinbak"),
        ("Skazmech", "Скажмех"),
        ("Медвежонок", "medvejonok"),
        ("Хавелсан", "Havelsan"),
        ("Рокетсан", "Rocketsan"),
        ("Hedef Defence", "hedef defense"),
        ("hôpitale", "hopital"),
        ("radars", "radar"),
        ("cœur", "coeur"),
        ("Baobabelle", "baobabel"),
        ("photo", "foto"),
    ],
)
def test_one_name_however_it_is_written(one, other):
    assert alike(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Havelsan", "Aselsan"), ("Sira", "Şifa"), ("Zagadka", "Zagadkin"), ("Minare", "Mirazhin")],
)
def test_different_names_stay_apart(one, other):
    assert not alike(one, other)


def test_letters_and_figures_are_words_apart():
    assert words("TB2") == words("tb-2") == words("Tb 2") == ("tb", "2")
    assert words("Medvezhonok-S 6×6") == ("medvezhonok", "s", "6", "6")


def test_an_apostrophe_parts_words():
    assert words("drone d’observation") == ("drone", "d", "observation")


def test_nothing_is_left_of_punctuation():
    assert words(" … ’ ! ") == ()


def test_a_family_of_words_has_one_stem():
    family = {stem(skeletons(word)[0]) for word in ("deminage", "demineur", "demining")}
    assert family == {"demin"}


def test_too_short_a_stem_is_none():
    assert stem("radar") == "radar"


@pytest.mark.parametrize(
    ("arabic", "latin"), [("هافلسان", "havelsan"), ("بايكار", "baykar"), ("رادار", "radar")]
)
def test_a_script_without_vowels_is_compared_by_consonants(arabic, latin):
    [word] = words(arabic)
    assert vowelless(word) == consonants(skeletons(latin)[0])


def test_other_scripts_are_not_compared_by_consonants():
    assert vowelless("havelsan") == ""
