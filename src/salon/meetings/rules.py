"""Who may see which meetings, as predicates on one object and as the same filter on queries.

Nothing closed-door exists for anyone but the parties' own members and those who were given such
matters by name (`core.rules.sees_closed_doors`). The two forms must agree; a test compares them
for everyone in the cast.
"""

import rules
from django.db.models import Q

from salon.core.actor import Actor
from salon.core.permissions import Permission, register
from salon.core.rules import is_operator, is_organiser, sees_closed_doors
from salon.meetings.choices import Level
from salon.meetings.models import Commitment, Meeting, MeetingRequest


@rules.predicate
def is_visible_request(actor: Actor, request: MeetingRequest | Meeting | None) -> bool:
    """The request (or the meeting that serves it) is open, or the actor may know of it."""
    if isinstance(request, Meeting):
        request = request.request
    if request is None:
        return False
    return (
        request.level == Level.OPEN
        or bool(sees_closed_doors(actor))
        or request.a.organisation_id in actor.organisations
        or request.b.organisation_id in actor.organisations
    )


@rules.predicate
def is_visible_commitment(actor: Actor, commitment: Commitment | None) -> bool:
    if commitment is None:
        return False
    return (
        commitment.level == Level.OPEN
        or bool(sees_closed_doors(actor))
        or commitment.party.organisation_id in actor.organisations
    )


def visible_requests(actor: Actor, *, prefix: str = "") -> Q:
    """Filter on `MeetingRequest`, or through `prefix` (`request__`) on what points to one."""
    if sees_closed_doors(actor):
        return Q()
    visible = Q(**{f"{prefix}level": Level.OPEN})
    if actor.organisations:
        visible |= Q(**{f"{prefix}a__organisation__in": actor.organisations})
        visible |= Q(**{f"{prefix}b__organisation__in": actor.organisations})
    return visible


def visible_commitments(actor: Actor, *, prefix: str = "") -> Q:
    """Filter on `Commitment`, or through `prefix` (`commitments__`) on what points to one."""
    if sees_closed_doors(actor):
        return Q()
    visible = Q(**{f"{prefix}level": Level.OPEN})
    if actor.organisations:
        visible |= Q(**{f"{prefix}party__organisation__in": actor.organisations})
    return visible


# The demonstration site is read-only and open to anyone who reaches it; its pages say so.
register(Permission.AGENDA_VIEW, rules.always_allow)
register(Permission.PLAN_VIEW, rules.always_allow)
register(Permission.MEETING_VIEW, is_visible_request)
register(Permission.COMMITMENT_VIEW, is_visible_commitment)
register(Permission.PLAN_RUN, is_operator | is_organiser)
register(Permission.PLAN_PUBLISH, is_operator | is_organiser)
