"""Permissions by name, and one place that answers "may this actor do that to this object?".

Each app registers its predicates (see its `rules.py`) when Django starts. A permission without a
predicate is refused: forgetting to write a rule never opens a door.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import rules
from django.http import Http404

if TYPE_CHECKING:
    from salon.core.actor import Actor


class Permission(StrEnum):
    EDITION_VIEW = "edition.view"
    AGENDA_VIEW = "agenda.view"
    MEETING_VIEW = "meeting.view"
    COMMITMENT_VIEW = "commitment.view"
    CLOSED_DOOR_SEE = "closed_door.see"
    EQUIPMENT_VIEW = "equipment.view"
    EQUIPMENT_SUBMIT = "equipment.submit"
    EQUIPMENT_REVIEW = "equipment.review"
    PLAN_VIEW = "plan.view"
    PLAN_RUN = "plan.run"
    PLAN_PUBLISH = "plan.publish"
    JOURNAL_VIEW = "journal.view"


_ruleset = rules.RuleSet()


def register(permission: Permission, predicate: Callable[..., Any]) -> None:
    """Give `permission` its predicate; a second one for the same permission is a mistake."""
    _ruleset.add_rule(permission, predicate)


def registered() -> frozenset[Permission]:
    return frozenset(Permission(name) for name in _ruleset)


def allowed(actor: Actor, permission: str, obj: object = None) -> bool:
    """True only if a predicate is registered for `permission` and says yes."""
    return bool(_ruleset.test_rule(permission, actor, obj))


def require(actor: Actor, permission: str, obj: object = None) -> None:
    """Raise `Http404` when refused: what you may not see does not exist for you."""
    if not allowed(actor, permission, obj):
        raise Http404
