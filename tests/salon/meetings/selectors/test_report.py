"""The report's figures for those who see everything, and for those to whom some does not exist."""

from datetime import date

import pytest
from django.utils.translation import override

from salon.core.actor import Actor
from salon.meetings.models import MeetingRequest, Place
from salon.meetings.selectors.report import (
    KindCount,
    party_counts,
    plan_report,
    request_totals,
)
from tests import factories
from tests.cast import CAST
from tests.salon.meetings.selectors.planned import empty, planned

pytestmark = pytest.mark.django_db

PUBLIC, OPERATOR = Actor.public(), Actor.operator("root")


def report(world, actor):
    with override("fr"):
        return plan_report(actor=actor, edition=world.edition, publication=world.publication)


def objectives(figures):
    return {stage.name: (stage.value, stage.bound) for stage in figures.objectives}


def test_whoever_sees_everything_gets_the_engines_figures():
    figures = report(planned(), OPERATOR)
    assert objectives(figures) == {
        "mandatory": (0, 0),
        "weight": (41, 41),
        "below_minimum": (0, 0),
        "shortfall": (0, 0),
        "breaks": (1, 0),
    }
    assert (figures.requested, figures.served, figures.unmet) == (8, 4, 4)
    assert figures.requested_weight == 82
    assert (figures.engine, figures.seed, figures.seconds) == ("rendezvous 0.1", 7, 4.5)


def test_what_a_guarantee_costs_and_who_may_count_the_parties():
    world = planned()
    run = world.publication.run
    price = {"guarantee": "minimum", "kept": True, "weight": 38, "bound": 40}
    price |= {"free": 41, "free_bound": 41, "below": 0, "free_below": 2}
    run.figures["prices"] = [price | {"shortfall": 0, "free_shortfall": 3}]
    run.save()
    (seen,) = report(world, OPERATOR).prices
    assert (seen.guarantee, seen.kept, seen.at_least, seen.at_most) == ("minimum", True, 1, 3)
    assert not seen.exact
    assert (seen.below, seen.free_below) == (0, 2)
    (seen,) = report(world, PUBLIC).prices
    assert (seen.at_least, seen.at_most, seen.below, seen.free_below) == (1, 3, None, None)


def test_the_public_gets_them_as_if_closed_door_requests_did_not_exist():
    figures = report(planned(), PUBLIC)
    # Without ad: 20 less of value and bound; a has two meetings of three; d has no break left.
    # Of what is to be small, only 0 is certain to whoever does not see all.
    assert objectives(figures) == {
        "mandatory": (0, 0),
        "weight": (21, 21),
        "below_minimum": (1, 0),
        "shortfall": (1, 0),
        "breaks": (0, 0),
    }
    assert (figures.requested, figures.served, figures.unmet) == (6, 3, 3)
    assert figures.requested_weight == 32
    assert [(line.named.name, line.meetings, line.minimum) for line in figures.short] == [
        ("Maison A", 2, 3)
    ]


def test_the_gap_keeps_its_distance_for_every_reader():
    world = planned()
    run = world.publication.run
    run.figures["objectives"][1]["bound"] = 50
    run.save()
    everything, public = report(world, OPERATOR), report(world, PUBLIC)
    assert (everything.weight.value, everything.weight.bound) == (41, 50)
    assert (public.weight.value, public.weight.bound) == (21, 30)
    assert public.weight.gap == 9 / 30
    assert not public.proven
    assert public.seconds_to_proof is None


def test_time_to_proof_is_that_of_the_stages_up_to_the_weight():
    assert report(planned(), PUBLIC).seconds_to_proof == 2.5


def test_hidden_mandatory_requests_are_not_counted():
    world = planned()
    MeetingRequest.objects.filter(slug="r-be").update(mandatory=True)
    run = world.publication.run
    run.figures["objectives"][0].update(value=1, bound=1)
    run.save()
    assert objectives(report(world, OPERATOR))["mandatory"] == (1, 1)
    assert objectives(report(world, PUBLIC))["mandatory"] == (0, 0)


def test_kinds_count_a_request_once_for_each_kind_it_concerns():
    lines = {
        line.kind: (line.parties, line.requested, line.served, line.requested_weight, line.weight)
        for line in report(planned(), PUBLIC).kinds
    }
    assert lines == {
        "exhibitor": (1, 3, 2, 23, 18),  # ab, ac; ae is not served
        "delegation": (3, 5, 3, 27, 21),  # ab, ac, cd once; bc and de are not served
        "ministry": (1, 2, 0, 7, 0),
    }


def test_days_and_shares():
    world = planned()
    figures = report(world, PUBLIC)
    assert figures.days == ((date(2025, 11, 11), 3),)
    # a 2 of 3, b 1 of 2, c 2 of 3, d 1 of 2, e none of 2
    assert figures.bands == ((100, 0), (75, 0), (50, 4), (0, 1))
    # With ad and be: a 3 of 4, b 1 of 3, c 2 of 3, d 2 of 3, e none of 3
    assert report(world, OPERATOR).bands == ((100, 0), (75, 1), (50, 2), (0, 2))


def test_reasons_are_those_the_reader_may_know():
    world = planned()
    assert dict(report(world, OPERATOR).reasons) == {
        "party_full": 1,
        "no_place": 1,
        "no_common_slot": 1,
        "no_closed_room": 1,
    }
    assert dict(report(world, PUBLIC).reasons) == {"party_full": 1, "not_available": 2}


def rooms(figures):
    (phase,) = figures.occupation
    return {line.slug: line.values for line in phase.rooms}


def test_the_heat_map_shows_closed_slots_and_closed_doors_alike():
    world = planned()
    assert rooms(report(world, OPERATOR)) == {
        "salon": (0, 0, 1, 0),
        "tables": (2, 1, 0, None),
    }
    assert rooms(report(world, PUBLIC)) == {
        "salon": (None, None, None, None),
        "tables": (2, 1, 0, None),
    }


def test_an_open_meeting_in_a_closed_door_room_is_shown():
    world = planned()
    world.hold("ce", 1, 3, "salon")
    assert rooms(report(world, PUBLIC))["salon"] == (None, None, None, 1)


def test_a_long_meeting_fills_each_of_its_slots():
    world = planned()
    world.hold("ed", 1, 1, length=2)
    assert rooms(report(world, PUBLIC))["tables"] == (2, 2, 1, None)


def test_stands_are_apart_and_what_never_opens_in_a_phase_is_left_out():
    world = planned()
    factories.place(edition=world.edition, slug="shut")
    factories.place(
        edition=world.edition,
        slug="stand",
        owner=world.parties["a"],
        open_slots=world.slots[:1],
    )
    (phase,) = report(world, PUBLIC).occupation
    assert phase.phase == "Exposition"
    assert [line.slug for line in phase.rooms] == ["salon", "tables"]
    assert [(line.slug, line.values) for line in phase.stands] == [("stand", (0, None, None, None))]


def test_nothing_hidden_can_be_told_from_absence():
    """The same figures when the closed-door meeting never existed and its parties were away."""
    world = planned()
    hidden = report(world, PUBLIC)
    MeetingRequest.objects.filter(level="closed_door", meeting=None).delete()
    world.requests["ad"].meeting.delete()
    world.requests["ad"].delete()
    run = world.publication.run
    run.figures["objectives"] = [
        {**stage, "value": value, "bound": bound}
        for stage, (value, bound) in zip(
            run.figures["objectives"], objectives(hidden).values(), strict=True
        )
    ]
    run.save()
    # The engine would then have seen two slots, and nobody there for the two others.
    ae, bc = (world.requests[pair].unmet.get() for pair in ("ae", "bc"))
    ae.evidence = world.evidence([0, 1], "ab", "ac", party="party-a", limit=1)
    ae.save()
    bc.reason, bc.evidence = "no_common_slot", world.evidence([2])
    bc.save()
    assert report(world, PUBLIC) == hidden


def test_each_role_alone_gets_what_the_public_gets():
    world = planned()
    public = report(world, PUBLIC)
    for role in sorted(set(CAST) - {"protocol"}):
        assert report(world, CAST[role]) == public
    assert report(world, CAST["protocol"]) == report(world, OPERATOR)


def test_an_edition_without_requests():
    figures = report(empty(), PUBLIC)
    assert (figures.requested, figures.served, figures.requested_weight) == (0, 0, 0)
    assert figures.bands == ((100, 0), (75, 0), (50, 0), (0, 0))
    assert rooms(figures)["tables"] == (0, 0, 0, None)


def test_the_number_of_queries_does_not_grow(django_assert_num_queries):
    world = planned()
    with django_assert_num_queries(9):
        report(world, PUBLIC)
    for pair in ("ba", "ca", "da", "ea"):
        world.leave(pair, 1, "party_full", world.evidence([0], "ab", party="party-a", limit=1))
    Place.objects.filter(slug="tables").update(capacity=5)
    for pair in ("db", "eb", "ec"):
        world.hold(pair, 1, 0)
    with django_assert_num_queries(9):
        report(world, PUBLIC)


def test_totals_and_parties_for_the_home_page():
    world = planned()
    factories.party(
        edition=world.edition,
        kind="delegation",
        organisation=factories.organisation(fictional=False, source="Press"),
    )
    assert request_totals(actor=PUBLIC, edition=world.edition) == (6, 3)
    assert request_totals(actor=OPERATOR, edition=world.edition) == (8, 4)
    assert party_counts(actor=PUBLIC, edition=world.edition) == {
        "exhibitor": KindCount(1, 1),
        "delegation": KindCount(4, 3),
        "ministry": KindCount(1, 1),
    }
