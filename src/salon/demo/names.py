"""Invented names of people and firms.

People: a common given name and a family name put together from syllables. Firms: an invented word
and the word for "example" in their language, so that nobody takes one for a real firm.
"""

import random
from typing import Final, NamedTuple


class Style(NamedTuple):
    """Given names of women and of men; beginnings and ends of family names."""

    women: tuple[str, ...]
    men: tuple[str, ...]
    begin: tuple[str, ...]
    end: tuple[str, ...]
    feminine: str = ""
    family_first: bool = False


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


STYLES: Final = {
    "west": Style(
        _words("Aminata Fanta Mariam Awa Rokia Djénéba Hawa Salimata Ramata Nana"),
        _words("Amadou Issa Boubou Drissa Modibo Lassina Adama Seydou Bakary Yaya"),
        _words("Bam Djou Far Kal Kous Lob Mané Nat Sour Tamb Wal Yér"),
        _words("andé obi aro imba ougou élé asso ori uma adio"),
    ),
    "east": Style(
        _words("Grace Akosua Wanjiru Abena Ngozi Esther Zola Rose Adjoa Mercy"),
        _words("Samuel Kofi Daniel Joseph Kwame Peter Tendai Emeka David Moses"),
        _words("Aku Bel Cho Dam Eku Gam Kit Lum Mor Nyal Oti Zul"),
        _words("wero bane tinga mosi dala kunde reko lani songwe thari"),
    ),
    "arab": Style(
        _words("Leïla Salma Nour Hanane Amal Rim Samia Ikram Houda Zeinab"),
        _words("Karim Youssef Nabil Sami Tarek Hicham Anis Walid Mourad Adel"),
        _words("Ben-Zah El-Mar Ould-Sal Ben-Tir El-Was Bou-Kham El-Rah Ben-Dal"),
        _words("ouni afi idane ari oune ellim assi azir"),
    ),
    "lusophone": Style(
        _words("Isabel Teresa Luísa Marta Helena Célia Rosa Inês"),
        _words("Paulo Rui Tiago Nuno Hélder Jorge Mário Adão"),
        _words("Alve Branda Cor Figue Lou Mal Pin Quin"),
        _words("redo lhães tosa mira vares neiro zinda dosa"),
    ),
    "turkish": Style(
        _words("Elif Zeynep Ayşe Selin Derya Nil Ece Defne"),
        _words("Mert Emre Kerem Cem Onur Tolga Barış Deniz"),
        _words("Ak Gök Yel Taş Bal Kor Gün Sarp"),
        _words("dereli pınarcı vadili kuşlu ovalı çamlı yaylı köprü"),
    ),
    "russian": Style(
        _words("Olga Irina Natalia Vera Daria Lioudmila"),
        _words("Andreï Pavel Nikita Maxime Iouri Timour"),
        _words("Beret Volgar Zarnik Kamyl Stepal Lukot Tikhor Gorys"),
        _words("in ov ev ynin"),
        feminine="a",
    ),
    "chinese": Style(
        _words("Anlan Yunqiao Meizhen Ruolan Qingya Siyun"),
        _words("Boyuan Haolin Junfeng Weilong Zhiyuan Mingde"),
        _words("Qiao Shao Meng Ding Tong Bian"),
        ("",),
        family_first=True,
    ),
    "asian": Style(
        _words("Amira Laleh Sari Nadia Parisa Dewi Shirin Aisha"),
        _words("Arman Rizal Bilal Navid Hakim Surya Kamran Faisal"),
        _words("Dar Sur Mah Lan Far Tam Rav Kas"),
        _words("adipur entar avian orani iwan ungtara azmi ashan"),
    ),
}

STYLE_OF_COUNTRY: Final = {"TR": "turkish", "RU": "russian", "CN": "chinese", "ML": "west"}


class People:
    """Gives names, never the same twice."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._given: set[str] = set()

    def name(self, style: str) -> str:
        kind = STYLES[style]
        rng = self._rng
        while True:
            woman = rng.random() < 0.45
            given = rng.choice(kind.women if woman else kind.men)
            family = rng.choice(kind.begin) + rng.choice(kind.end)
            if woman:
                family += kind.feminine
            name = f"{family} {given}" if kind.family_first else f"{given} {family}"
            if name not in self._given:
                self._given.add(name)
                return name


# Invented firms: name, country. The second word says "example" in the firm's language.
FIRMS: Final[tuple[tuple[str, str], ...]] = (
    ("Hayalcan Örnek", "TR"),
    ("Masaltek Örnek", "TR"),
    ("Düşoptik Örnek", "TR"),
    ("Skazmech Primer", "RU"),
    ("Mengliang Shili", "CN"),
    ("Efsanel Örnek", "TR"),
    ("Rüyagöz Örnek", "TR"),
    ("Mechtanov Primer", "RU"),
    ("Kurgusav Örnek", "TR"),
    ("Huanyuan Shili", "CN"),
    ("Öyküray Örnek", "TR"),
    ("Vymyslon Primer", "RU"),
    ("Serapel Örnek", "TR"),
    ("Xugouda Shili", "CN"),
    ("Tılsımak Örnek", "TR"),
    ("Mirazhin Primer", "RU"),
    ("Yıldızhan Örnek", "TR"),
    ("Baobabelle Exemple", "ML"),
    ("Bilmecen Örnek", "TR"),
    ("Tonghuar Shili", "CN"),
    ("Legendarov Primer", "RU"),
    ("Gölgesan Örnek", "TR"),
    ("Chimélion Exemple", "SN"),
    ("Fantazel Örnek", "TR"),
    ("Qihuanli Shili", "CN"),
    ("Zagadkin Primer", "RU"),
    ("Destanel Örnek", "TR"),
)
