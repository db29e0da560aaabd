"""Who may see which meetings, as predicates on one object.

Nothing closed-door exists for anyone but the parties' own members and those who were given such
matters by name (`core.rules.sees_closed_doors`). `selectors.visibility` has the same rules as
filters on queries; a test compares the two for everyone in the cast.
"""

import rules

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


# The demonstration site is read-only and open to anyone who reaches it; its pages say so.
register(Permission.AGENDA_VIEW, rules.always_allow)
register(Permission.PLAN_VIEW, rules.always_allow)
register(Permission.MEETING_VIEW, is_visible_request)
register(Permission.COMMITMENT_VIEW, is_visible_commitment)
register(Permission.PLAN_RUN, is_operator | is_organiser)
register(Permission.PLAN_PUBLISH, is_operator | is_organiser)
