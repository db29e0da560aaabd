"""The words of a catalogue by what they sound like, and what a typed text finds among them.

All words of a text have to be found in one entry: in its name in any language, in its exhibitor's,
in its category or what else that is called. An exhibitor is found by its name or by what it shows.
A word that stands somewhere is taken as spelt right, any other may have a letter or two wrong. Only
if nothing is found are neighbouring words joined, then all words taken as perhaps misspelt, at last
one of three or more left out.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from django.conf import settings
from django.utils.translation import override
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from salon.core.fields import TranslatedText
from salon.core.spelling import IDLE, consonants, skeletons, stem, vowelless, words
from salon.exhibition.choices import Category
from salon.exhibition.selectors.rows import Firm, Item
from salon.exhibition.selectors.synonyms import SYNONYMS

#: How much a word counts by where it stands.
NAME: Final = 3.0
FIRM: Final = 1.5
SORT: Final = 1.0
#: How much it counts by how it was found.
ALIKE: Final = 0.8
GUESSED: Final = 0.5
#: An exhibitor found by what it shows comes after one found by its name.
SHOWS: Final = 0.5

#: A word shorter than this is taken as it is; a beginning needs so many letters.
_SHORT: Final = 5
_BEGINNING: Final = 3
#: From this length on, two letters may be wrong.
_LONG: Final = 9
#: From so many words on, one may be unknown.
_MANY: Final = 3
#: How alike, of 100, a name must be to be suggested.
_NEAR: Final = 60

Scores = dict[int, float]


class Hit(NamedTuple):
    """Something that was found; the higher its score, the better it fits."""

    row: Firm | Item
    score: float


class Index:
    """Made once for a catalogue, then only read."""

    def __init__(self, firms: Sequence[Firm], items: Sequence[Item]) -> None:
        self._rows: list[Firm | Item] = [*firms, *items]
        self._place = {firm.pk: place for place, firm in enumerate(firms)}
        self._found: dict[str, Scores] = defaultdict(dict)
        self._names: dict[str, int] = {}
        for place, row in enumerate(self._rows):
            self._enter_name(place, row.name, NAME)
            if isinstance(row, Item):
                self._enter_name(place, row.firm.name, FIRM)
        sorts = {category.value: _words_of_category(category) for category in Category}
        for place, item in enumerate(items, start=len(firms)):
            for word in (*sorts[item.category], *words(item.control)):
                self._enter(place, word, SORT)
        self._sorted = sorted(self._found)
        self._families: dict[str, list[str]] = defaultdict(list)
        self._spare: dict[str, list[str]] = defaultdict(list)
        self._of_length: dict[int, list[str]] = defaultdict(list)
        for skeleton in self._sorted:
            self._families[stem(skeleton)].append(skeleton)
            self._spare[consonants(skeleton)].append(skeleton)
            self._of_length[len(skeleton)].append(skeleton)

    def _enter_name(self, place: int, name: TranslatedText, weight: float) -> None:
        for text in name.values():
            told = words(text)
            if weight == NAME:
                heard = [skeletons(word)[0] for word in told]
                alone = heard if isinstance(self._rows[place], Firm) else []
                for sound in ("".join(heard), *alone):
                    self._names.setdefault(sound, place)
            for word in told:
                self._enter(place, word, weight)
            # Firms write in one word what others write in two.
            for one, two in pairwise(told):
                if one not in IDLE and two not in IDLE:
                    self._enter(place, one + two, weight)

    def _enter(self, place: int, word: str, weight: float) -> None:
        if word.startswith("~"):
            word = vowelless(word)
        if word and word not in IDLE:
            for skeleton in skeletons(word):
                scores = self._found[skeleton]
                scores[place] = max(weight, scores.get(place, 0))

    def search(self, text: str) -> list[Hit]:
        """What a text finds, best first; nothing for a text without a word."""
        told = words(text)
        told = tuple(word for word in told if word not in IDLE) or told
        if not told:
            return []
        spelt = [self._spelt(word) for word in told]
        plain = [found or self._misspelt(word) for word, found in zip(told, spelt, strict=True)]
        scores = _all_of(plain) or self._joined(told)
        if not scores and any(spelt):
            guessed = [
                _better(found, self._misspelt(word)) if found else other
                for word, found, other in zip(told, spelt, plain, strict=True)
            ]
            scores = _all_of(guessed)
        if not scores and len(told) >= _MANY:
            scores = _all_but_one_of(plain)
        return self._ranked(scores)

    def _joined(self, told: Sequence[str]) -> Scores:
        """What is found when two neighbouring words are one."""
        found: Scores = {}
        for n in range(len(told) - 1):
            joined = [*told[:n], told[n] + told[n + 1], *told[n + 2 :]]
            spelt = [self._spelt(word) or self._misspelt(word) for word in joined]
            found = _better(found, _all_of(spelt))
        return found

    def _spelt(self, word: str) -> Scores:
        """Where a word stands, or one that begins with it, or another of its family."""
        if word.startswith("~"):
            bare = vowelless(word)
            alike = self._spare.get(bare, []) if len(bare) >= _BEGINNING else []
            return self._scores(alike, ALIKE)
        exact = skeletons(word)
        found = self._scores(exact, 1.0)
        for skeleton in exact:
            found = _better(found, self._scores(self._beginning_with(skeleton), ALIKE))
            found = _better(found, self._scores(self._families.get(stem(skeleton), []), ALIKE))
        return found

    def _misspelt(self, word: str) -> Scores:
        """Where words stand that differ by a letter or two."""
        found: Scores = {}
        if word.startswith("~") or word.isdigit():
            return found
        for skeleton in skeletons(word):
            length = len(skeleton)
            wrong = 0 if length < _SHORT else 1 if length < _LONG else 2
            for near in range(length - wrong, length + wrong + 1) if wrong else ():
                alike = process.extract(
                    skeleton,
                    self._of_length.get(near, []),
                    scorer=OSA.distance,
                    score_cutoff=wrong,
                    limit=None,
                )
                found = _better(found, self._scores((word for word, _, _ in alike), GUESSED))
        return found

    def _beginning_with(self, skeleton: str) -> Iterator[str]:
        if len(skeleton) >= _BEGINNING and not skeleton.isdigit():
            for n in range(bisect_left(self._sorted, skeleton), len(self._sorted)):
                if not self._sorted[n].startswith(skeleton):
                    return
                yield self._sorted[n]

    def _scores(self, skeletons_: Iterable[str], factor: float) -> Scores:
        best: Scores = {}
        for skeleton in skeletons_:
            for place, weight in self._found.get(skeleton, {}).items():
                best[place] = max(weight * factor, best.get(place, 0))
        return best

    def _ranked(self, scores: Scores) -> list[Hit]:
        """With the exhibitors of the entries found; equals in their order."""
        shown: Scores = {}
        for place, score in scores.items():
            row = self._rows[place]
            if isinstance(row, Item):
                firm = self._place[row.firm.pk]
                shown[firm] = max(score * SHOWS, shown.get(firm, 0))
        ranked = sorted(_better(scores, shown).items(), key=lambda pair: (-pair[1], pair[0]))
        return [Hit(self._rows[place], score) for place, score in ranked]

    def nearest(self, text: str, limit: int = 3) -> list[Firm | Item]:
        """The names most like a text that finds nothing, or like one of its words."""
        heard = [skeletons(word)[0] for word in words(text) if word not in IDLE]
        near: Scores = {}
        for typed in dict.fromkeys(("".join(heard), *heard)):
            if len(typed) >= _BEGINNING:
                for name, alike, _ in process.extract(
                    typed, list(self._names), scorer=fuzz.ratio, score_cutoff=_NEAR, limit=limit
                ):
                    place = self._names[name]
                    near[place] = max(alike, near.get(place, 0))
        return [self._rows[place] for place in sorted(near, key=lambda n: -near[n])[:limit]]


def _words_of_category(category: Category) -> list[str]:
    found = list(words(SYNONYMS[category]))
    for language, _name in settings.LANGUAGES:
        with override(language):
            found += words(str(category.label))
    return found


def _better(a: Scores, b: Scores) -> Scores:
    return a | {place: max(score, a.get(place, 0)) for place, score in b.items()}


def _all_of(found: Sequence[Scores]) -> Scores:
    """The sums of those that every word finds."""
    least = min(found, key=len)
    return {
        place: sum(scores[place] for scores in found)
        for place in least
        if all(place in scores for scores in found)
    }


def _all_but_one_of(found: Sequence[Scores]) -> Scores:
    best: Scores = {}
    for n in range(len(found)):
        best = _better(best, _all_of([*found[:n], *found[n + 1 :]]))
    return best
