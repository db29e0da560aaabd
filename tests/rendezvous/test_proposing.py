"""What would let a request in, in words: a sentence for each concession."""

from __future__ import annotations

import pytest

from rendezvous.problem import Assignment, Problem
from rendezvous.proposing import in_words, to_data
from rendezvous.remedies import Concession, ConcessionKind, Explanation, Remedy
from rendezvous.result import Plan, Reason, Status, Unserved
from tests.rendezvous.examples import EVENT, put, with_busy, with_party

K = ConcessionKind
UNSERVED = Unserved("acme-togo", Reason.OUTWEIGHED)
BEFORE = put("mali-togo a1 table", "bolt-togo a2 table ivan")
PLAN = Plan(Status.FEASIBLE, BEFORE)


def told(problem: Problem, *remedies: Remedy, least: int = 1) -> list[str]:
    return list(in_words(problem, PLAN, Explanation(UNSERVED, remedies, least)))


def remedy(*concessions: Concession) -> Remedy:
    (meeting,) = put("acme-togo a3 acme-stand")
    return Remedy(concessions, meeting, (), (), (*BEFORE, meeting))


MEET = ", they could meet on 2025-11-11 10:00 at acme-stand."
SENTENCES = [
    (
        Concession(K.UNORDERED, request="acme-togo", before="mali-togo"),
        "it need not come after Mali - Togo (mali-togo, weight 6)",
    ),
    (
        Concession(K.OTHER_TIME, request="acme-togo", slot="a2", length=2),
        "it could be held on 11 November from 09:30 to 10:30",
    ),
    (Concession(K.OTHER_PLACE, place="room"), "it need not be held at room"),
    (
        Concession(K.PARTY_FREE, party="oslo", slot="c1"),
        "Norway were free on 12 November from 09:00 to 09:30",
    ),
    (
        Concession(K.BUSY_LIFTED, party="togo", busy="conference"),
        "Togo did without Panel on 11 November from 09:00 to 10:00",
    ),
    (Concession(K.MORE_A_DAY, party="togo"), "Togo held 3 meetings a day instead of 2"),
    (
        Concession(K.COLLEAGUE, party="togo", slot="a1", venue="hall"),
        "a colleague of Togo could take a meeting on 11 November from 09:00 to 09:30 at "
        "Exhibition hall",
    ),
    (
        Concession(K.PLACE_OPEN, place="room", slot="a1"),
        "room were open on 11 November from 09:00 to 09:30",
    ),
    (
        Concession(K.MORE_PLACE, venue="base", slot="a1"),
        "there were one more place at Air base on 11 November from 09:00 to 09:30",
    ),
    (
        Concession(K.MORE_PLACE, venue="base", slot="a1", closed_door=True),
        "there were one more closed-door room at Air base on 11 November from 09:00 to 09:30",
    ),
    (
        Concession(K.INTERPRETER_FREE, interpreter="ivan", slot="a1"),
        "ivan were there on 11 November from 09:00 to 09:30",
    ),
    (
        Concession(K.MORE_INTERPRETER, languages=("fr", "no"), slot="a1"),
        "there were one more interpreter fr-no on 11 November from 09:00 to 09:30",
    ),
]


@pytest.mark.parametrize(("concession", "condition"), SENTENCES)
def test_each_concession_has_its_sentence(concession: Concession, condition: str) -> None:
    problem = with_party(EVENT, "togo", max_per_day=2)
    problem = with_busy(problem, "togo", "09:00", "10:00", label="Panel")
    assert told(problem, remedy(concession))[0] == f"If {condition}{MEET}"


def test_every_kind_is_covered() -> None:
    assert {concession.kind for concession, _ in SENTENCES} == set(K)


def test_several_of_the_same_are_counted_and_all_are_joined() -> None:
    problem = with_party(EVENT, "togo", max_per_day=2)
    day = Concession(K.MORE_A_DAY, party="togo")
    place = Concession(K.MORE_PLACE, venue="hall", slot="a1")
    who = Concession(K.MORE_INTERPRETER, languages=("fr", "no"), slot="a1")
    colleague = Concession(K.COLLEAGUE, party="togo", slot="a1", venue="hall")
    when = "on 11 November from 09:00 to 09:30"
    some = (day, place, who, colleague, day, place, who, colleague)
    assert told(problem, remedy(*some))[0] == (
        f"If Togo held 4 meetings a day instead of 2, there were two more places at Exhibition "
        f"hall {when}, there were two more interpreters fr-no {when} and two colleagues of Togo "
        f"could take a meeting {when} at Exhibition hall{MEET}"
    )


def test_what_moves_and_what_comes_first() -> None:
    (meeting,) = put("acme-togo a1 more-place")
    moved = put("mali-togo a3 tent")
    found = Remedy((), meeting, ("mali-togo",), ("acme-mali",), (*moved, BEFORE[1], meeting))
    assert told(EVENT, found, least=0) == [
        "They could meet on 2025-11-11 09:00, and Acme - Mali (acme-mali, weight 5) first. "
        "Moved for it (1): Mali - Togo (mali-togo, weight 6): 2025-11-11 09:00 at table -> "
        "2025-11-11 10:00 at tent.",
        "Nothing need be granted.",
    ]


@pytest.mark.parametrize(
    ("explanation", "said"),
    [
        (
            Explanation(UNSERVED, (remedy(SENTENCES[0][0]),), 1),
            "It is proven that less would not do.",
        ),
        (
            Explanation(UNSERVED, (remedy(SENTENCES[0][0], SENTENCES[1][0]),), 1),
            "That less would do is not ruled out: one at least must be granted.",
        ),
        (
            Explanation(UNSERVED, (), 0),
            "The time given was too short to find what would let it in; give more.",
        ),
        (
            Explanation(UNSERVED, (), 0, possible=False),
            "Nothing that could be granted would let it in beside what the plan serves.",
        ),
    ],
)
def test_how_much_is_proven(explanation: Explanation, said: str) -> None:
    assert list(in_words(EVENT, PLAN, explanation))[-1] == said


def test_as_data() -> None:
    concession = Concession(K.MORE_INTERPRETER, languages=("fr", "no"), slot="a1")
    meeting = Assignment("acme-togo", "a3", "acme-stand")
    moved = put("mali-togo a3 tent")
    found = Remedy((concession,), meeting, ("mali-togo",), (), (*moved, BEFORE[1], meeting))
    data = to_data(EVENT, PLAN, Explanation(UNSERVED, (found,), 1))
    (only,) = data.pop("remedies")
    assert data == {"possible": True, "proven": True, "least": 1}
    assert only.pop("text").startswith("If there were one more interpreter fr-no on 11 November")
    assert only == {
        "concessions": [{"kind": "more_interpreter", "languages": ["fr", "no"], "slot": "a1"}],
        "meeting": {"request": "acme-togo", "slot": "a3", "place": "acme-stand",
                    "interpreter": None},
        "moved": [{"request": "mali-togo", "from": {"slot": "a1", "place": "table"},
                   "to": {"slot": "a3", "place": "tent"}}],
        "joined": [],
    }  # fmt: skip
