"""The predicates every app builds its own from."""

from typing import cast

import rules
from rules.predicates import Predicate

from salon.core.actor import Actor, ActorKind, Role
from salon.core.permissions import Permission, register


def has_role(role: Role) -> Predicate:
    @rules.predicate(name=f"is_{role}")
    def is_in_role(actor: Actor) -> bool:
        return role in actor.roles

    return cast(Predicate, is_in_role)


is_organiser = has_role(Role.ORGANISER)
is_protocol = has_role(Role.PROTOCOL)


@rules.predicate
def is_operator(actor: Actor) -> bool:
    """At the command line of the machine that holds the data, or Salon itself."""
    return actor.kind in (ActorKind.OPERATOR, ActorKind.SYSTEM)


@rules.predicate
def is_cleared(actor: Actor) -> bool:
    """Was given closed-door matters by name."""
    return Permission.CLOSED_DOOR_SEE in actor.granted


sees_closed_doors = is_operator | ((is_organiser | is_protocol) & is_cleared)

register(Permission.CLOSED_DOOR_SEE, sees_closed_doors)
register(Permission.JOURNAL_VIEW, is_operator | is_organiser)
