"""What the public sees of a floor plan.

Spaces and the numbers of stands are public: people find their way by them. Who holds a stand is
public once an organiser has approved that exhibitor's entry, as everywhere else; until then, and
where there is no entry at all, the stand is drawn as taken and bears no name.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from salon.core.actor import Actor
from salon.core.fields import TranslatedText
from salon.core.permissions import Permission, require
from salon.editions.models import Edition, Space, Venue
from salon.exhibition.models import Stand
from salon.exhibition.selectors.visibility import visible_exhibitors


@dataclass(frozen=True, kw_only=True)
class Holder:
    """An approved exhibitor: what its stand may say."""

    slug: str
    name: TranslatedText
    search_key: str
    fictional: bool


@dataclass(frozen=True, kw_only=True)
class Spot:
    """A stand and who is known to hold it; `holder` is None where it is only taken."""

    stand: Stand
    holder: Holder | None


def drawn_venues(*, actor: Actor, edition: Edition) -> list[Venue]:
    """The venues of an edition that have a floor plan: those of its phases and of its stands."""
    require(actor, Permission.EDITION_VIEW, edition)
    drawn = Venue.objects.filter(plan_width__isnull=False, plan_depth__isnull=False)
    stands = Stand.objects.filter(edition=edition, space__venue=OuterRef("pk"))
    phases = edition.phases.filter(venue=OuterRef("pk"))
    return list(drawn.filter(Exists(stands) | Exists(phases)).order_by("id"))


def spaces_drawn(*, actor: Actor, venue: Venue) -> list[Space]:
    """Halls, rooms and areas of a venue that have an outline, in the order they were entered."""
    require(actor, Permission.EDITION_VIEW)
    return [space for space in venue.spaces.order_by("id") if space.outline]


def spots_of(*, actor: Actor, edition: Edition, venue: Venue) -> list[Spot]:
    """Every stand of the edition in a venue, on the plan or not yet, by hall and number."""
    require(actor, Permission.EDITION_VIEW, edition)
    stands = list(
        Stand.objects.filter(edition=edition, space__venue=venue)
        .select_related("space")
        .order_by("space_id", "number", "id")
    )
    holders = _holders(actor, edition, {stand.organisation_id for stand in stands})
    return [Spot(stand=one, holder=holders.get(one.organisation_id)) for one in stands]


def _holders(actor: Actor, edition: Edition, organisations: Iterable[int]) -> dict[int, Holder]:
    known = visible_exhibitors(actor=actor, edition=edition)
    return {
        one.organisation_id: Holder(
            slug=one.slug,
            name=one.organisation.name,
            search_key=one.organisation.search_key,
            fictional=one.organisation.fictional,
        )
        for one in known.filter(organisation__in=organisations).select_related("organisation")
    }
