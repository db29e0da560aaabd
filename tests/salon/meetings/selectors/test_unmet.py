"""Which reason a reader is told, in which words, and how the list is filtered."""

import pytest
from django.utils.translation import override

from salon.core.actor import Actor, ActorKind
from salon.meetings.choices import UnmetReason
from salon.meetings.models import MeetingRequest
from salon.meetings.selectors.reasons import NOT_AVAILABLE, Case, Named, label, words
from salon.meetings.selectors.unmet import (
    Filters,
    unmet_of_party,
    unmet_requests,
    weight_proven,
)
from tests import factories
from tests.salon.meetings.selectors.planned import empty, planned

pytestmark = pytest.mark.django_db

PUBLIC, OPERATOR = Actor.public(), Actor.operator("root")
NEUTRAL = "No slot could bring the two together."


def rows(world, actor=PUBLIC, **filters):
    with override("en"):
        chosen = unmet_requests(
            actor=actor,
            edition=world.edition,
            publication=world.publication,
            filters=Filters(**filters),
        )
        return chosen.explained(chosen.rows)


def told(world, actor=PUBLIC, **filters):
    """Request: its reason, and the meetings said to be in the way."""
    return {
        line.slug: (line.reason, [f"{one.a.slug} {one.b.slug}" for one in line.in_the_way])
        for line in rows(world, actor, **filters)
    }


AB, AC, CD = "party-a party-b", "party-a party-c", "party-c party-d"
AD = "party-a party-d"


def test_whoever_sees_everything_is_told_everything():
    assert told(planned(), OPERATOR) == {
        "r-be": ("no_closed_room", [AD]),
        "r-ae": ("party_full", [AB, AC, AD]),
        "r-bc": ("no_place", [AD]),
        "r-de": ("no_common_slot", []),
    }


def test_the_public_is_told_what_stands_without_the_hidden_meeting():
    assert told(planned()) == {
        "r-ae": ("party_full", [AB, AC]),
        "r-bc": (NOT_AVAILABLE, []),
        "r-de": (NOT_AVAILABLE, []),
    }


def test_a_slot_spent_behind_closed_doors_is_not_counted():
    world = planned()
    (public, *_), (_, everything, *_) = rows(world), rows(world, OPERATOR)
    assert "all 2 slots where it could have met Maison E" in str(public.words)
    assert "all 3 slots where it could have met Maison E" in str(everything.words)


def test_hidden_and_away_are_told_in_the_same_words():
    lines = {line.slug: str(line.words) for line in rows(planned())}
    assert lines["r-bc"] == lines["r-de"] == NEUTRAL


def test_the_slot_of_the_other_side_is_not_counted_either():
    """b is behind closed doors at the second slot: a's meeting then is no longer in the way."""
    world = empty()
    world.hold("ac", 9, 0)
    world.hold("ad", 9, 1)
    world.hold("be", 9, 1, "salon", level="closed_door")
    evidence = world.evidence([0, 1], "ac", "ad", party="party-a", limit=1)
    world.leave("ab", 1, "party_full", evidence)
    assert told(world) == {"r-ab": ("party_full", [AC])}
    assert told(world, OPERATOR) == {"r-ab": ("party_full", [AC, AD])}


def test_nothing_is_told_where_a_free_hour_would_contradict_it():
    """d's hidden meeting takes the road that a would need: a looks free, so no reason is given."""
    world = empty()
    world.hold("ac", 9, 0)
    world.hold("ad", 9, 2, "salon", level="closed_door")
    evidence = world.evidence([0, 1], "ac", "ad", party="party-a", limit=1)
    world.leave("ab", 1, "party_full", evidence)
    assert told(world) == {"r-ab": (NOT_AVAILABLE, [])}


def test_two_teams_are_full_only_when_both_are_seen_to_be():
    world = empty()
    world.parties["a"].teams = 2
    world.parties["a"].save()
    world.hold("ac", 9, 0)
    world.hold("ad", 9, 0, "salon", level="closed_door")
    world.hold("ae", 9, 1)
    world.hold("ca", 9, 1)
    evidence = world.evidence([0, 1], "ac", "ad", "ae", "ca", party="party-a", limit=2)
    world.leave("ab", 1, "party_full", evidence)
    assert told(world) == {"r-ab": ("party_full", ["party-a party-e", "party-c party-a"])}


def test_no_place_is_told_where_the_open_places_are_seen_to_be_full():
    world = empty()
    world.hold("ac", 9, 0)
    world.hold("de", 9, 0)
    world.hold("ed", 9, 0, "salon", level="closed_door")
    world.leave("ab", 2, "no_place", world.evidence([0], "ac", "de", "ed"))
    # d and e are not concerned: what they do behind closed doors takes nothing from a and b.
    assert told(world) == {"r-ab": ("no_place", [AC, "party-d party-e"])}
    world.places["tables"].capacity = 3
    world.places["tables"].save()
    assert told(world) == {"r-ab": (NOT_AVAILABLE, [])}


@pytest.mark.parametrize("reason", ["day_full", "travel", "no_interpreter", "predecessor"])
def test_other_reasons_with_a_hidden_meeting_in_them_are_not_told(reason):
    world = empty()
    world.hold("ac", 9, 0)
    world.hold("ad", 9, 2, "salon", level="closed_door")
    world.leave("ab", 1, reason, world.evidence([0, 1], "ac", "ad", party="party-a"))
    assert told(world) == {"r-ab": (NOT_AVAILABLE, [])}


def test_a_hidden_commitment_or_predecessor_is_not_told():
    world = planned()
    hidden = factories.commitment(party=world.parties["d"], level="closed_door")
    known = factories.commitment(party=world.parties["d"])
    world.leave("db", 1, "no_common_slot", world.evidence([1], busy=[f"c{hidden.pk}"]))
    world.leave("dc", 1, "no_common_slot", world.evidence([3], busy=[f"c{known.pk}"]))
    world.leave("ce", 1, "predecessor", {"requests": ["r-be"]})
    world.leave("eb", 1, "predecessor", {"requests": ["r-de"]})
    reasons = {slug: reason for slug, (reason, _meetings) in told(world).items()}
    assert [reasons[f"r-{pair}"] for pair in ("db", "dc", "ce", "eb")] == [
        NOT_AVAILABLE,
        "no_common_slot",
        NOT_AVAILABLE,
        "predecessor",
    ]


def test_members_are_told_what_their_own_party_holds():
    world = planned()
    organisations = frozenset({world.parties["d"].organisation_id})
    member = Actor(kind=ActorKind.PERSON, organisations=organisations)
    assert told(world, member)["r-ae"] == ("party_full", [AB, AC, AD])


def test_the_heaviest_come_first_or_they_are_sorted_by_name():
    world = planned()
    world.leave("ca", 1, "no_common_slot", {})
    assert [line.slug for line in rows(world)] == ["r-ae", "r-bc", "r-de", "r-ca"]
    assert [line.slug for line in rows(world, by_name=True)] == ["r-ae", "r-bc", "r-ca", "r-de"]


def test_filters_by_kind_name_and_reason():
    world = planned()
    assert list(told(world, kind="ministry")) == ["r-ae", "r-de"]
    assert list(told(world, kind="exhibitor")) == ["r-ae"]
    assert list(told(world, search="  MAISON é ")) == ["r-ae", "r-de"]
    assert list(told(world, reason=NOT_AVAILABLE)) == ["r-bc", "r-de"]
    # What is hidden is not found under its true reason.
    assert told(world, reason="no_place") == {}


def test_reasons_are_counted_before_the_filter_on_them():
    world = planned()
    chosen = unmet_requests(
        actor=PUBLIC,
        edition=world.edition,
        publication=world.publication,
        filters=Filters(reason="party_full"),
    )
    assert dict(chosen.reasons) == {"party_full": 1, NOT_AVAILABLE: 2}
    assert (len(chosen.rows), chosen.total) == (1, 3)


def test_what_one_party_was_not_given():
    world = planned()
    assert [line.slug for line in unmet_of_party(actor=PUBLIC, party=world.parties["e"])] == [
        "r-ae",
        "r-de",
    ]
    assert [line.slug for line in unmet_of_party(actor=OPERATOR, party=world.parties["e"])] == [
        "r-be",
        "r-ae",
        "r-de",
    ]
    assert unmet_of_party(actor=PUBLIC, party=world.parties["d"])[0].reason == NOT_AVAILABLE
    world.publication.delete()
    assert unmet_of_party(actor=PUBLIC, party=world.parties["e"]) == []


def test_queries_do_not_grow_with_the_list(django_assert_num_queries):
    world = planned()
    MeetingRequest.objects.filter(slug__in=["r-bc", "r-de"]).delete()
    with django_assert_num_queries(9):
        rows(world)
    full = world.evidence([0, 1], "ab", "ac", party="party-a", limit=1)
    world.leave("ba", 1, "party_full", full)
    world.leave("ca", 1, "party_full", full)
    with django_assert_num_queries(9):
        assert len(rows(world)) == 3


def test_weight_is_proven_when_value_and_bound_meet():
    world = planned()
    assert weight_proven(actor=PUBLIC, publication=world.publication)
    world.publication.run.figures["objectives"][1]["bound"] = 42
    world.publication.run.save()
    assert not weight_proven(actor=PUBLIC, publication=world.publication)


# --- the words ----------------------------------------------------------------------------------

A, B = Named("a", "Delta"), Named("b", "Mali")


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("reason", [*UnmetReason.values, NOT_AVAILABLE])
def test_every_reason_has_a_label_and_words_that_name_both(reason, language):
    case = Case(
        reason, A, B, 5, 3, party=A, limit=2, interpreters=1, earlier=[(A, B, False)], busy=1
    )
    with override(language):
        said = words(case)
        assert str(label(reason))
    assert "%" not in str(said)
    assert str(said).endswith(".")
    if reason != NOT_AVAILABLE:
        assert {A, B} <= {part for part in said.parts if isinstance(part, Named)}


def say(reason, language="en", **given):
    with override(language):
        return str(words(Case(reason, A, B, 5, **given)))


def test_a_full_party_in_french():
    said = say("party_full", "fr", slots=14, party=A, blockers=[9, 7, 5])
    assert said == (
        "Delta n’a plus de place\u00a0: les 14 créneaux possibles avec Mali sont tous "
        "pris. Les 3 rencontres qui l’empêchent pèsent autant ou davantage\u00a0: de 5 à 9, contre "
        "5 pour celle-ci."
    )


def test_what_lighter_meetings_prove_depends_on_the_proof():
    one = {"slots": 1, "party": A, "blockers": [2]}
    assert say("party_full", proven=True, **one) == (
        "Delta has no room left: the only slot where it could have met Mali is taken. The meeting "
        "in the way weighs 2, this one 5; yet an exchange would not have served more weight in "
        "all: that is proven."
    )
    assert say("party_full", proven=False, **one).endswith(
        "no exchange that serves more weight in all was found."
    )


def test_what_comes_first_is_missing_or_too_late():
    missing = say("predecessor", earlier=[(B, A, False)])
    assert missing == "It was to follow the meeting of Mali with Delta, which is not held."
    late = say("predecessor", earlier=[(B, A, True)])
    assert late == "It was to follow the meeting of Mali with Delta, which ends too late."


def test_interpreters_are_none_away_or_taken():
    assert say("no_interpreter").endswith("No interpreter works between one of theirs and another.")
    assert say("no_interpreter", interpreters=2).endswith("are away at the slots they share.")
    assert "are taken at all the slots" in say("no_interpreter", interpreters=2, blockers=[9])
