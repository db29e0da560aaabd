"""The list of what changed, against two plans written out by hand."""

from __future__ import annotations

from rendezvous.changelist import Altered, Cancelled, ChangeList, Notice, diff, in_words, to_data
from rendezvous.problem import Assignment
from rendezvous.result import Reason, Unserved
from tests.rendezvous.examples import EVENT, put
from tests.rendezvous.plans import honest

BEFORE = put(
    "acme-mali a1 acme-stand",
    "acme-togo a2 table",
    "bolt-mali a1 room ivan",
    "bolt-togo b1 table ivan",
    "mali-togo c1 tent",
)
AFTER = put(
    "acme-mali a1 table",
    "acme-togo a3 table",
    "bolt-togo b1 table nora",
    "mali-togo c1 tent",
    "acme-bolt b2 room",
)


def meeting(*words: str) -> Assignment:
    """Return one meeting from its words."""
    return put(" ".join(words))[0]


FOUND = ChangeList(
    moved=(Altered(meeting("acme-togo a2 table"), meeting("acme-togo a3 table")),),
    relocated=(Altered(meeting("acme-mali a1 acme-stand"), meeting("acme-mali a1 table")),),
    reinterpreted=(
        Altered(meeting("bolt-togo b1 table ivan"), meeting("bolt-togo b1 table nora")),
    ),
    cancelled=(
        Cancelled(meeting("bolt-mali a1 room ivan"), Unserved("bolt-mali", Reason.OUTWEIGHED)),
    ),
    gained=(meeting("acme-bolt b2 room"),),
    notices=(
        Notice("acme", ("acme-mali", "acme-togo", "acme-bolt")),
        Notice("bolt", ("bolt-mali", "bolt-togo", "acme-bolt")),
        Notice("mali", ("acme-mali", "bolt-mali")),
        Notice("togo", ("acme-togo", "bolt-togo")),
    ),
)


def test_every_difference_once() -> None:
    assert diff(EVENT, honest(EVENT, BEFORE), honest(EVENT, AFTER)) == FOUND


def test_no_difference() -> None:
    plan = honest(EVENT, BEFORE)
    assert diff(EVENT, plan, plan) == ChangeList()
    assert list(in_words(EVENT, plan, ChangeList())) == ["No meeting changes."]


def test_in_words() -> None:
    assert list(in_words(EVENT, honest(EVENT, AFTER), FOUND)) == [
        "Moved (1):",
        "  Acme - Togo (acme-togo, weight 3): 2025-11-11 09:30 at table -> 2025-11-11 10:00 at "
        "table",
        "At another place (1):",
        "  Acme - Mali (acme-mali, weight 5): 2025-11-11 09:00 at acme-stand -> 2025-11-11 09:00 "
        "at table",
        "With another interpreter (1):",
        "  Bolt - Togo (bolt-togo, weight 2): 2025-11-11 14:00 at table, interpreted by ivan -> "
        "2025-11-11 14:00 at table, interpreted by nora",
        "Cancelled (1):",
        "  Bolt - Mali (bolt-mali, weight 4): 2025-11-11 09:00 at room, interpreted by ivan; every "
        "slot possible is taken, on one side or the other, by ",
        "New (1):",
        "  Acme - Bolt (acme-bolt, weight 1): 2025-11-11 14:30 at room",
        "To be told (4): Acme (3), Bolt (3), Mali (2), Togo (2)",
    ]


def test_as_json() -> None:
    data = to_data(EVENT, honest(EVENT, AFTER), FOUND)
    assert data["moved"] == [
        {
            "request": "acme-togo",
            "parties": ["acme", "togo"],
            "from": {"slot": "a2", "place": "table", "interpreter": None},
            "to": {"slot": "a3", "place": "table", "interpreter": None},
        }
    ]
    assert [one["request"] for one in data["relocated"]] == ["acme-mali"]
    assert [one["to"]["interpreter"] for one in data["reinterpreted"]] == ["nora"]
    assert data["cancelled"] == [
        {
            "request": "bolt-mali",
            "parties": ["bolt", "mali"],
            "from": {"slot": "a1", "place": "room", "interpreter": "ivan"},
            "reason": "outweighed",
            "text": "every slot possible is taken, on one side or the other, by ",
        }
    ]
    assert data["gained"] == [
        {
            "request": "acme-bolt",
            "parties": ["acme", "bolt"],
            "to": {"slot": "b2", "place": "room", "interpreter": None},
        }
    ]
    assert data["notices"][2:] == [
        {"party": "mali", "requests": ["acme-mali", "bolt-mali"]},
        {"party": "togo", "requests": ["acme-togo", "bolt-togo"]},
    ]
