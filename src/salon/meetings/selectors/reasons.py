"""Why a request is not met, in words, for one reader.

The engine says why with a code and its evidence (ids of the problem's items); `redaction` decides
what of both may be told, and here that becomes sentences. They are kept as parts, so that a page
can link the names and a spreadsheet print them.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext, pgettext_lazy

from salon.core.fields import TranslatedText
from salon.core.formats import number
from salon.meetings.choices import UnmetReason

#: The code of a reason that the reader may not know, or that is nobody's doing.
NOT_AVAILABLE = "not_available"

_PLACE = re.compile(r"%\((\w+)\)s")


@dataclass(frozen=True, slots=True)
class Named:
    """A party as sentences name it; `language` is that of the name where it is not the page's."""

    slug: str
    name: str
    language: str = ""

    @classmethod
    def of(cls, slug: str, name: Mapping[str, str], page_language: str) -> "Named":
        text = TranslatedText(name)
        shown = text.language_of_text
        return cls(slug, str(text), "" if shown == page_language else shown)


Part = str | Named


@dataclass(frozen=True, slots=True)
class Words:
    """Sentences in parts; `str()` is the plain text."""

    parts: tuple[Part, ...]

    def __str__(self) -> str:
        return "".join(part if isinstance(part, str) else part.name for part in self.parts)


@dataclass(frozen=True, slots=True)
class Case:
    """One unmet request with the evidence a reader may see, ready to be put into words."""

    reason: str
    a: Named
    b: Named
    weight: int
    slots: int = 0
    blockers: Sequence[int] = ()
    """Weights of the meetings in the way."""
    party: Named | None = None
    limit: int | None = None
    busy: int = 0
    interpreters: int = 0
    earlier: Sequence[tuple[Named, Named, bool]] = ()
    """Meetings that must come first: their two parties, and whether they are held."""
    proven: bool = False
    """Whether no plan can serve more weight."""


def label(code: str) -> str | Promise:
    """A reason in two or three words, for lists and filters."""
    return _NOT_AVAILABLE if code == NOT_AVAILABLE else UnmetReason(code).label


_NOT_AVAILABLE = pgettext_lazy("reason", "Not available")


def words(case: Case) -> Words:
    """The reason of one request in whole sentences."""
    said = list(_SENTENCES[case.reason](case))
    if case.blockers:
        said.append(_weights(case))
    parts: list[Part] = []
    for sentence in said:
        parts += [" ", *sentence] if parts else sentence
    return Words(tuple(parts))


def _say(message: str, **named: Part) -> list[Part]:
    """A translated message whose `%(name)s` places are filled with parts."""
    pieces = _PLACE.split(message)
    parts: list[Part] = []
    for at, piece in enumerate(pieces):
        part = named[piece] if at % 2 else piece
        if part:
            parts.append(part)
    return parts


def _other(case: Case) -> Named:
    return case.b if case.party == case.a else case.a


def _not_available(case: Case) -> list[list[Part]]:
    return [_say(gettext("No slot could bring the two together."))]


def _no_common_slot(case: Case) -> list[list[Part]]:
    if not case.busy:
        return [
            _say(
                ngettext(
                    "At the only slot where this meeting was allowed, %(a)s or %(b)s is away.",
                    "At each of the %(slots)s slots where this meeting was allowed, "
                    "%(a)s or %(b)s is away.",
                    case.slots,
                ),
                a=case.a,
                b=case.b,
                slots=number(case.slots),
            )
        ]
    return [
        _say(
            ngettext(
                "%(a)s and %(b)s are there together at one slot only, and something else takes "
                "one of them then.",
                "%(a)s and %(b)s are there together at %(slots)s slots, and something else takes "
                "one of them each time.",
                case.slots,
            ),
            a=case.a,
            b=case.b,
            slots=number(case.slots),
        )
    ]


def _party_full(case: Case) -> list[list[Part]]:
    party = case.party or case.a
    return [
        _say(
            ngettext(
                "%(party)s has no room left: the only slot where it could have met %(other)s "
                "is taken.",
                "%(party)s has no room left: all %(slots)s slots where it could have met "
                "%(other)s are taken.",
                case.slots,
            ),
            party=party,
            other=_other(case),
            slots=number(case.slots),
        )
    ]


def _day_full(case: Case) -> list[list[Part]]:
    party = case.party or case.a
    limit = case.limit or 0
    return [
        _say(
            ngettext(
                "%(party)s holds one meeting a day at most, and has it on every day when it could "
                "have met %(other)s.",
                "%(party)s holds %(limit)s meetings a day at most, and has them on every day when "
                "it could have met %(other)s.",
                limit,
            ),
            party=party,
            other=_other(case),
            limit=number(limit),
        )
    ]


def _travel(case: Case) -> list[list[Part]]:
    if case.party is None:
        return [
            _say(
                gettext(
                    "No time for the road: what else occupies %(a)s and %(b)s at another venue "
                    "comes too close to every slot they share."
                ),
                a=case.a,
                b=case.b,
            )
        ]
    return [
        _say(
            ngettext(
                "No time for the road: at the only slot where it could have met %(other)s, "
                "%(party)s is at another venue or on the way.",
                "No time for the road: at each of the %(slots)s slots where it could have met "
                "%(other)s, %(party)s is at another venue or on the way.",
                case.slots,
            ),
            party=case.party,
            other=_other(case),
            slots=number(case.slots),
        )
    ]


def _no_interpreter(case: Case) -> list[list[Part]]:
    share = _say(gettext("%(a)s and %(b)s share no language."), a=case.a, b=case.b)
    if not case.interpreters:
        return [share, _say(gettext("No interpreter works between one of theirs and another."))]
    if not case.blockers:
        there = ngettext(
            "The only interpreter who could serve them is away at the slots they share.",
            "The %(count)s interpreters who could serve them are away at the slots they share.",
            case.interpreters,
        )
    else:
        there = ngettext(
            "The only interpreter who could serve them is taken at all the slots they share.",
            "The %(count)s interpreters who could serve them are taken at all the slots they "
            "share.",
            case.interpreters,
        )
    return [share, _say(there, count=number(case.interpreters))]


def _no_place(case: Case) -> list[list[Part]]:
    if not case.blockers:
        message = ngettext(
            "No place is open to this meeting at the only slot where %(a)s and %(b)s could meet.",
            "No place is open to this meeting at the %(slots)s slots where %(a)s and %(b)s could "
            "meet.",
            case.slots,
        )
    else:
        message = ngettext(
            "Every place is taken at the only slot where %(a)s and %(b)s could have met.",
            "Every place is taken at the %(slots)s slots where %(a)s and %(b)s could have met.",
            case.slots,
        )
    return [_say(message, a=case.a, b=case.b, slots=number(case.slots))]


def _no_closed_room(case: Case) -> list[list[Part]]:
    if not case.blockers:
        message = ngettext(
            "No closed-door room is open at the only slot where %(a)s and %(b)s could meet.",
            "No closed-door room is open at the %(slots)s slots where %(a)s and %(b)s could meet.",
            case.slots,
        )
    else:
        message = ngettext(
            "Every closed-door room is taken at the only slot where %(a)s and %(b)s could have "
            "met.",
            "Every closed-door room is taken at the %(slots)s slots where %(a)s and %(b)s could "
            "have met.",
            case.slots,
        )
    return [_say(message, a=case.a, b=case.b, slots=number(case.slots))]


def _predecessor(case: Case) -> list[list[Part]]:
    sentences = []
    for first, second, held in case.earlier:
        message = (
            gettext(
                "It was to follow the meeting of %(first)s with %(second)s, which ends too late."
            )
            if held
            else gettext(
                "It was to follow the meeting of %(first)s with %(second)s, which is not held."
            )
        )
        sentences.append(_say(message, first=first, second=second))
    return sentences


def _outweighed(case: Case) -> list[list[Part]]:
    return [
        _say(
            ngettext(
                "At the only slot where %(a)s and %(b)s could have met, one of them, the place or "
                "the interpreter is taken.",
                "At each of the %(slots)s slots where %(a)s and %(b)s could have met, one of them, "
                "the place or the interpreter is taken.",
                case.slots,
            ),
            a=case.a,
            b=case.b,
            slots=number(case.slots),
        )
    ]


def _spread(case: Case) -> list[list[Part]]:
    if case.limit is None:
        return [
            _say(
                gettext(
                    "A slot seems left for %(a)s and %(b)s: the computation was stopped before "
                    "that was settled."
                ),
                a=case.a,
                b=case.b,
            )
        ]
    return [
        _say(
            gettext(
                "%(a)s and %(b)s could meet, but only by leaving some parties far more breaks than "
                "others: a difference of %(limit)s is allowed."
            ),
            a=case.a,
            b=case.b,
            limit=number(case.limit),
        )
    ]


_SENTENCES: Mapping[str, Any] = {
    NOT_AVAILABLE: _not_available,
    UnmetReason.NO_COMMON_SLOT: _no_common_slot,
    UnmetReason.PARTY_FULL: _party_full,
    UnmetReason.DAY_FULL: _day_full,
    UnmetReason.TRAVEL: _travel,
    UnmetReason.NO_INTERPRETER: _no_interpreter,
    UnmetReason.NO_PLACE: _no_place,
    UnmetReason.NO_CLOSED_ROOM: _no_closed_room,
    UnmetReason.PREDECESSOR: _predecessor,
    UnmetReason.OUTWEIGHED: _outweighed,
    UnmetReason.SPREAD: _spread,
}


def _weights(case: Case) -> list[Part]:
    """What the meetings in the way weigh beside the request; claims no more than was proven."""
    lightest, heaviest, count = min(case.blockers), max(case.blockers), len(case.blockers)
    named = {
        "count": number(count),
        "low": number(lightest),
        "high": number(heaviest),
        "weight": number(case.weight),
    }
    alone = count == 1
    if lightest >= case.weight:
        if alone:
            message = gettext("The meeting in the way weighs %(low)s; this one weighs %(weight)s.")
        elif lightest == heaviest:
            message = gettext(
                "The %(count)s meetings in the way weigh %(low)s each; this one weighs %(weight)s."
            )
        else:
            message = gettext(
                "The %(count)s meetings in the way weigh as much or more: %(low)s to %(high)s, "
                "against %(weight)s for this one."
            )
    elif case.proven:
        message = (
            gettext(
                "The meeting in the way weighs %(low)s, this one %(weight)s; yet an exchange would "
                "not have served more weight in all: that is proven."
            )
            if alone
            else gettext(
                "The %(count)s meetings in the way weigh %(low)s to %(high)s, this one %(weight)s; "
                "yet no exchange would have served more weight in all: that is proven."
            )
        )
    else:
        message = (
            gettext(
                "The meeting in the way weighs %(low)s, this one %(weight)s; no exchange that "
                "serves more weight in all was found."
            )
            if alone
            else gettext(
                "The %(count)s meetings in the way weigh %(low)s to %(high)s, this one %(weight)s; "
                "no exchange that serves more weight in all was found."
            )
        )
    return _say(message, **named)
