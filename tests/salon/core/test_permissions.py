import pytest
from django.http import Http404

from salon.core.actor import Actor
from salon.core.permissions import Permission, allowed, registered, require

EVERYONE = {
    "organiser",
    "exhibitor",
    "delegate",
    "protocol",
    "agent",
    "journalist",
    "outsider",
    "public",
}


@pytest.mark.parametrize(
    ("permission", "who"),
    [
        (Permission.EDITION_VIEW, EVERYONE),
        (Permission.AGENDA_VIEW, EVERYONE),
        (Permission.PLAN_VIEW, EVERYONE),
        (Permission.CLOSED_DOOR_SEE, {"protocol"}),
        (Permission.PLAN_RUN, {"organiser"}),
        (Permission.PLAN_PUBLISH, {"organiser"}),
        (Permission.JOURNAL_VIEW, {"organiser"}),
        # These are about one object; without it nobody may.
        (Permission.MEETING_VIEW, set()),
        (Permission.COMMITMENT_VIEW, set()),
        ("no.such.permission", set()),
    ],
)
def test_who_in_the_cast_has_which_permission(permission, who, cast):
    assert {name for name, actor in cast.items() if allowed(actor, permission)} == who


def test_every_permission_has_its_predicate():
    assert registered() == frozenset(Permission)


def test_the_command_line_and_salon_itself_may_do_everything_general():
    for actor in (Actor.operator("root"), Actor.system("worker")):
        may = {permission for permission in Permission if allowed(actor, permission)}
        assert may == set(Permission) - {Permission.MEETING_VIEW, Permission.COMMITMENT_VIEW}


def test_what_is_refused_does_not_exist(cast):
    with pytest.raises(Http404):
        require(cast["public"], Permission.JOURNAL_VIEW)
    require(cast["organiser"], Permission.JOURNAL_VIEW)
