"""What a word sounds like, whatever its alphabet, accents and spelling.

`Akıncı`, `Акынджы` and `akinci` are one name to whoever looks for it. A word is written in Latin
letters (anyascii), then folded: letters and groups that transliterations use for one another become
one letter. Where a letter stands for different sounds in different languages, a word has several
skeletons; two words sound alike when they share one.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from anyascii import anyascii

_WORD: Final = re.compile(r"[^\W_]+")
_PART: Final = re.compile(r"[a-z]+|[0-9]+")
#: Scripts that write no short vowels: only consonants can be compared.
_VOWELLESS: Final = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")

#: Words that say nothing: articles and small links of the languages people type in.
_IDLE: Final = (
    "a an and at au aux by d de des do du en et for i in l la le les of on ou para par pour sur "
    "the to un une ve v na s dlia"
)
IDLE: Final = frozenset(_IDLE.split())

#: Letters that anyascii would lose the sound of.
_KEPT: Final = str.maketrans(
    {"ş": "sh", "š": "sh", "ç": "ch", "č": "ch", "ž": "zh", "ё": "e", "œ": "oe", "æ": "ae"}
)

#: Applied in order to lower-case Latin letters.
_FOLDS: Final = tuple(
    (re.compile(pattern), by)
    for pattern, by in (
        (r"sh", "s"),
        (r"dzh|zh|dj|j", "z"),
        (r"kh", "h"),
        (r"ph", "f"),
        (r"th", "t"),
        (r"gh", "g"),
        (r"qu?", "k"),
        (r"(?<=[a-z])x", "ks"),
        (r"^x", "s"),
        (r"w", "v"),
        (r"oo|ou", "u"),
        (r"oe", "o"),
        (r"ue(?=[a-z])", "u"),
        (r"y", "i"),
        (r"(?<=[bcdfghklmnprstvz])i(?=[ou])", ""),
        (r"(.)\1+", r"\1"),
    )
)
_TCH: Final = re.compile(r"shch|sch|tch")
#: Where a `c` is read as s.
_SOFT: Final = re.compile(r"c(?=[eiy])")

#: Endings of one family of words: a robot for `déminage` is a `démineur`.
_ENDING: Final = re.compile(
    r"(?:isation|isator|ation|ement|ator|ateur|eur|euse|iz|ag|ing|ion|or|er|ier|ure|ike|ik|air|ar"
    r"|al|el|ent)$"
)
_STEM: Final = 5


@lru_cache(maxsize=65536)
def words(text: str) -> tuple[str, ...]:
    """The words of a text in lower-case Latin letters; letters and figures apart (`tb`, `2`).

    A word of a script without vowels keeps a mark, `~`, before its consonants.
    """
    plain = unicodedata.normalize("NFC", text.casefold())
    plain = "".join(c for c in plain if unicodedata.category(c) != "Mn").translate(_KEPT)
    found = []
    for word in _WORD.findall(plain):
        mark = "~" if _VOWELLESS.search(word) else ""
        latin = re.sub(r"[^a-z0-9]", "", anyascii(word).lower())
        found += [
            mark + part if part[0].isalpha() else part for part in _PART.findall(latin) if part
        ]
    return tuple(found)


@lru_cache(maxsize=65536)
def skeletons(word: str) -> tuple[str, ...]:
    """What a word of `words` may sound like, the likeliest first; a number is itself."""
    if word.isdigit():
        return (word,)
    return tuple(dict.fromkeys(_fold(reading) for reading in _readings(word)))


def _readings(word: str) -> Iterator[str]:
    """`ch` is sh or kh; `c` is k or s as in French, or dj as in Turkish."""
    word = _TCH.sub("sh", word)
    for ch in ("s", "h") if "ch" in word else ("",):
        spelt = word.replace("ch", ch)
        yield _SOFT.sub("s", spelt).replace("c", "k")
        if "c" in spelt:
            yield spelt.replace("c", "k")
            yield spelt.replace("c", "z")


def _fold(latin: str) -> str:
    for pattern, by in _FOLDS:
        latin = pattern.sub(by, latin)
    # Endings that are not heard, or only of a plural.
    if len(latin) > 3 and latin[-1] in "sx":
        latin = latin[:-1]
    if len(latin) > 4 and latin[-1] == "e":
        latin = latin[:-1]
    return re.sub(r"(.)\1+", r"\1", latin)


def stem(skeleton: str) -> str:
    """A skeleton without the ending of its family, if enough is left of it."""
    short = _ENDING.sub("", skeleton)
    return short if len(short) >= _STEM else skeleton


def consonants(skeleton: str) -> str:
    """What is left of a skeleton in a script that writes no vowels, has no p and no v."""
    return re.sub(r"[aeiou]", "", skeleton).replace("v", "f").replace("p", "b")


def vowelless(word: str) -> str:
    """The consonants of a word that bears the mark of such a script; else empty.

    Its `w` and `y` may be vowels, so they are left out.
    """
    return consonants(_fold(re.sub(r"[wy]", "", word[1:]))) if word.startswith("~") else ""
