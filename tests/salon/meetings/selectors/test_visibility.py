"""What exists for whom; that filters and predicates agree is tested in test_rules.py."""

import dataclasses
from datetime import timedelta

import pytest

from salon.core.actor import Actor
from salon.meetings.selectors.visibility import (
    first_publication,
    hidden_spans,
    may_call_free,
    publication_in_force,
    visible_commitments,
    visible_meetings,
    visible_requests,
    visible_unmet,
)
from tests import factories
from tests.cast import CAST, person
from tests.factories import NINE

pytestmark = pytest.mark.django_db

PUBLIC = Actor.public()


@pytest.fixture
def world():
    phase = factories.phase()
    a, b, c = (factories.party(edition=phase.edition) for _ in range(3))
    slots = [factories.slot(phase=phase, number=n) for n in range(3)]
    place = factories.place(edition=phase.edition)
    made = {"edition": phase.edition, "a": a, "b": b, "c": c}
    for number, (level, status) in enumerate(
        [("open", "confirmed"), ("closed_door", "confirmed"), ("closed_door", "cancelled")]
    ):
        request = factories.request(a=a, b=b, level=level)
        made[f"meeting{number}"] = factories.meeting(
            request=request, slot=slots[number], place=place, status=status
        )
    made["open"] = factories.commitment(
        party=a, starts=NINE + timedelta(hours=3), ends=NINE.replace(hour=13)
    )
    made["closed"] = factories.commitment(
        party=a,
        starts=NINE - timedelta(hours=1),
        ends=NINE,
        level="closed_door",
    )
    return made


def member_of(party):
    return dataclasses.replace(person("member"), organisations=frozenset({party.organisation_id}))


def test_the_public_sees_what_is_open_and_confirmed(world):
    edition = world["edition"]
    assert list(visible_meetings(actor=PUBLIC, edition=edition)) == [world["meeting0"]]
    assert list(visible_commitments(actor=PUBLIC, edition=edition)) == [world["open"]]
    assert list(visible_requests(actor=PUBLIC, edition=edition)) == [world["meeting0"].request]


def test_cancelled_meetings_come_only_when_asked_for(world):
    actor, edition = Actor.operator("root"), world["edition"]
    assert visible_meetings(actor=actor, edition=edition).count() == 2
    assert visible_meetings(actor=actor, edition=edition, with_cancelled=True).count() == 3


def test_another_edition_has_nothing_of_this_one(world):
    other = factories.edition()
    actor = Actor.operator("root")
    assert not visible_meetings(actor=actor, edition=other).exists()
    assert not visible_commitments(actor=actor, edition=other).exists()
    assert not visible_requests(actor=actor, edition=other).exists()


def test_unmet_requests_behind_closed_doors_do_not_exist_for_the_public(world):
    publication = factories.publication(edition=world["edition"])
    made = {
        level: factories.unmet(
            publication=publication,
            request=factories.request(a=world["a"], b=world["c"], level=level),
        )
        for level in ("open", "closed_door")
    }
    assert list(visible_unmet(actor=PUBLIC, publication=publication)) == [made["open"]]
    assert visible_unmet(actor=member_of(world["c"]), publication=publication).count() == 2


def test_hidden_spans_are_confirmed_and_in_order_of_time(world):
    hidden = world["meeting1"]
    assert hidden_spans(actor=PUBLIC, party=world["a"]) == [
        (NINE - timedelta(hours=1), NINE),
        (hidden.starts, hidden.ends),
    ]
    assert hidden_spans(actor=PUBLIC, party=world["b"]) == [(hidden.starts, hidden.ends)]
    assert hidden_spans(actor=PUBLIC, party=world["c"]) == []


def test_nothing_is_hidden_from_those_who_may_know(world):
    for actor in (CAST["protocol"], Actor.operator("root"), member_of(world["a"])):
        assert hidden_spans(actor=actor, party=world["a"]) == []
    # The counterpart's member knows of the meeting, not of the party's own commitment.
    assert hidden_spans(actor=member_of(world["b"]), party=world["a"]) == [
        (NINE - timedelta(hours=1), NINE)
    ]


def test_only_who_sees_closed_doors_is_told_that_such_a_room_is_free(world):
    room = factories.place(edition=world["edition"], closed_door=True)
    table = factories.place(edition=world["edition"])
    everyone = [*CAST.values(), member_of(world["a"])]
    assert [may_call_free(actor=actor, place=table) for actor in everyone] == [True] * len(everyone)
    assert [actor for actor in everyone if may_call_free(actor=actor, place=room)] == [
        CAST["protocol"]
    ]


def test_publications_first_and_in_force(world):
    edition = world["edition"]
    assert publication_in_force(actor=PUBLIC, edition=edition) is None
    assert first_publication(actor=PUBLIC, edition=edition) is None
    one, two = (factories.publication(edition=edition, number=number) for number in (1, 2))
    factories.publication(edition=factories.edition(), number=9)
    assert publication_in_force(actor=PUBLIC, edition=edition) == two
    assert first_publication(actor=PUBLIC, edition=edition) == one
