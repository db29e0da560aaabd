"""Which rows exist for an actor. Everything shown of the plan starts from here.

What is hidden must not be guessed at either. A page built from these functions is the same, byte
for byte, as if the parties of a hidden meeting were merely absent from its slots:

- hidden meetings are never counted, and a place shows only what is visible in it;
- `hidden_spans` is subtracted from a party's availability *before* anything is derived from it,
  so that hidden and absent become the same thing, with the same words ("not available");
- where closed-door meetings can be held, a slot without a visible meeting is never called free:
  see `may_call_free`.
"""

from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, Q, QuerySet

from salon.core.actor import Actor
from salon.core.permissions import Permission, require
from salon.core.rules import sees_closed_doors
from salon.editions.models import Edition
from salon.meetings.choices import Level, MeetingStatus
from salon.meetings.models import (
    Commitment,
    Meeting,
    MeetingRequest,
    Party,
    Place,
    Publication,
    UnmetRequest,
)


class Span(NamedTuple):
    starts: datetime
    ends: datetime


def request_filter(*, actor: Actor, prefix: str = "") -> Q:
    """Visible requests; with `prefix` (`request__`), what points to a visible one."""
    if sees_closed_doors(actor):
        return Q()
    visible = Q(**{f"{prefix}level": Level.OPEN})
    if actor.organisations:
        visible |= Q(**{f"{prefix}a__organisation__in": actor.organisations})
        visible |= Q(**{f"{prefix}b__organisation__in": actor.organisations})
    return visible


def commitment_filter(*, actor: Actor, prefix: str = "") -> Q:
    """Visible commitments; with `prefix` (`commitments__`), what points to a visible one."""
    if sees_closed_doors(actor):
        return Q()
    visible = Q(**{f"{prefix}level": Level.OPEN})
    if actor.organisations:
        visible |= Q(**{f"{prefix}party__organisation__in": actor.organisations})
    return visible


def visible_requests(*, actor: Actor, edition: Edition) -> QuerySet[MeetingRequest]:
    require(actor, Permission.PLAN_VIEW, edition)
    return MeetingRequest.objects.filter(request_filter(actor=actor), edition=edition)


def visible_meetings(
    *, actor: Actor, edition: Edition, with_cancelled: bool = False
) -> QuerySet[Meeting]:
    """Published meetings; only a calendar needs those that are cancelled."""
    require(actor, Permission.AGENDA_VIEW, edition)
    meetings = Meeting.objects.filter(
        request_filter(actor=actor, prefix="request__"), edition=edition
    )
    return meetings if with_cancelled else meetings.filter(status=MeetingStatus.CONFIRMED)


def visible_commitments(*, actor: Actor, edition: Edition) -> QuerySet[Commitment]:
    require(actor, Permission.AGENDA_VIEW, edition)
    return Commitment.objects.filter(commitment_filter(actor=actor), party__edition=edition)


def visible_unmet(*, actor: Actor, publication: Publication) -> QuerySet[UnmetRequest]:
    """Unmet requests the actor may know of. Their evidence is as the engine gave it: it can name
    what is hidden, and must be redacted before it is shown."""
    require(actor, Permission.PLAN_VIEW, publication.edition)
    return UnmetRequest.objects.filter(
        request_filter(actor=actor, prefix="request__"), publication=publication
    )


def hidden_spans(*, actor: Actor, party: Party) -> list[Span]:
    """When something the actor may not know of occupies `party`, in order of time.

    For subtracting from availability only: these spans are themselves confidential.
    """
    if sees_closed_doors(actor):
        return []
    meetings = Meeting.objects.filter(
        Q(request__a=party) | Q(request__b=party), status=MeetingStatus.CONFIRMED
    ).exclude(request_filter(actor=actor, prefix="request__"))
    commitments = Commitment.objects.filter(party=party).exclude(commitment_filter(actor=actor))
    spans = (
        meetings.order_by()
        .values_list("starts", "ends")
        .union(commitments.order_by().values_list("starts", "ends"))
    )
    return sorted(Span(starts, ends) for starts, ends in spans)


def may_call_free(*, actor: Actor, place: Place) -> bool:
    """Whether the actor may be told that nothing is held in `place` at some time.

    Where closed-door meetings can be held, only who sees them all may: to anybody else, a time
    without a visible meeting reads "not available", always.
    """
    return not place.closed_door or bool(sees_closed_doors(actor))


def publication_in_force(*, actor: Actor, edition: Edition) -> Publication | None:
    """The latest publication of an edition; None before the first."""
    require(actor, Permission.PLAN_VIEW, edition)
    publication = Publication.objects.filter(edition=edition).order_by("-number").first()
    if publication is not None:
        publication.edition = edition  # already at hand: no need to fetch it again
    return publication


def first_publication(*, actor: Actor, edition: Edition) -> Publication | None:
    """The first publication of an edition: its date never changes, whatever is published later."""
    require(actor, Permission.PLAN_VIEW, edition)
    return Publication.objects.filter(edition=edition).order_by("number").first()


def publication_and_unmet(*, actor: Actor, party: Party) -> tuple[Publication | None, int]:
    """The publication in force, with how many requests of `party` that the actor may know of it
    does not serve."""
    require(actor, Permission.PLAN_VIEW, party.edition)
    theirs = Q(unmet__request__a=party) | Q(unmet__request__b=party)
    known = request_filter(actor=actor, prefix="unmet__request__")
    publication = (
        Publication.objects.filter(edition=party.edition)
        .annotate(not_served=Count("unmet", filter=theirs & known))
        .order_by("-number")
        .first()
    )
    return publication, publication.not_served if publication is not None else 0
