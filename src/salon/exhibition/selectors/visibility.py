"""What of the catalogue exists for whom. Everything shown of it starts here.

Nothing is public before an organiser has approved it: the entry and its exhibitor's page.
Organisers and the command line see all of it, an exhibitor's own people what is theirs. `rules`
says the same of one row; a test compares the two.
"""

from django.db.models import Q, QuerySet
from django.http import Http404

from salon.core.actor import Actor
from salon.core.permissions import Permission, allowed, require
from salon.editions.models import Edition
from salon.exhibition.choices import Review
from salon.exhibition.models import Equipment, Exhibitor


def visible_exhibitors(*, actor: Actor, edition: Edition) -> QuerySet[Exhibitor]:
    """The exhibitors of an edition that exist for the actor."""
    require(actor, Permission.EDITION_VIEW, edition)
    exhibitors = Exhibitor.objects.filter(edition=edition)
    if allowed(actor, Permission.EQUIPMENT_REVIEW):
        return exhibitors
    return exhibitors.filter(Q(review=Review.APPROVED) | Q(organisation__in=actor.organisations))


def visible_equipment(*, actor: Actor, edition: Edition) -> QuerySet[Equipment]:
    """The catalogue entries of an edition that exist for the actor."""
    require(actor, Permission.EDITION_VIEW, edition)
    equipment = Equipment.objects.filter(exhibitor__edition=edition)
    if allowed(actor, Permission.EQUIPMENT_REVIEW):
        return equipment
    return equipment.filter(
        Q(review=Review.APPROVED, exhibitor__review=Review.APPROVED)
        | Q(exhibitor__organisation__in=actor.organisations)
    )


def get_exhibitor(*, actor: Actor, edition: Edition, slug: str) -> Exhibitor:
    """One exhibitor with its organisation; `Http404` if there is none the actor may see."""
    found = visible_exhibitors(actor=actor, edition=edition).filter(slug=slug)
    exhibitor = found.select_related("organisation").first()
    if exhibitor is None:
        raise Http404
    return exhibitor


def get_equipment(*, actor: Actor, exhibitor: Exhibitor, slug: str) -> Equipment:
    """One entry with its exhibitor; `Http404` if there is none the actor may see."""
    found = visible_equipment(actor=actor, edition=exhibitor.edition).filter(
        exhibitor=exhibitor, slug=slug
    )
    equipment = found.select_related("shape").first()
    if equipment is None:
        raise Http404
    equipment.exhibitor = exhibitor
    return equipment
