"""What the public sees of a floor plan.

Spaces and the numbers of stands are public: people find their way by them. Who holds a stand is
public once an organiser has approved that exhibitor's entry, as everywhere else; until then, and
where there is no entry at all, the stand is drawn as taken and bears no name.
"""

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
    """A stand and who is known to hold it; `holder` is None where it is only taken. Its corner and
    sides are those of `Stand`, None while it has no place on the plan."""

    number: str
    space_id: int
    x: int | None
    y: int | None
    width: int | None
    depth: int | None
    holder: Holder | None


def drawn_venues(*, actor: Actor, edition: Edition) -> list[Venue]:
    """The venues of an edition that have a floor plan: those of its phases and of its stands."""
    require(actor, Permission.EDITION_VIEW, edition)
    drawn = Venue.objects.filter(plan_width__isnull=False, plan_depth__isnull=False)
    stands = Stand.objects.filter(edition=edition, space__venue=OuterRef("pk"))
    phases = edition.phases.filter(venue=OuterRef("pk"))
    return list(drawn.filter(Exists(stands) | Exists(phases)).order_by("id"))


def spaces_of(*, actor: Actor, venue: Venue) -> list[Space]:
    """Halls, rooms and areas of a venue, in the order they were entered."""
    require(actor, Permission.EDITION_VIEW)
    return list(venue.spaces.order_by("id"))


def spots_of(*, actor: Actor, edition: Edition, venue: Venue) -> list[Spot]:
    """Every stand of the edition in a venue, on the plan or not yet, by hall and number.

    Read as plain values: a hall has hundreds, and rows would cost a page more than all the rest.
    """
    require(actor, Permission.EDITION_VIEW, edition)
    stands = Stand.objects.filter(edition=edition, space__venue=venue).order_by(
        "space_id", "number"
    )
    holders = _holders(actor, edition, venue)
    columns = ("number", "space_id", "x", "y", "width", "depth")
    return [
        Spot(**dict(zip(columns, values, strict=True)), holder=holders.get(organisation))
        for organisation, *values in stands.values_list("organisation_id", *columns)
    ]


def _holders(actor: Actor, edition: Edition, venue: Venue) -> dict[int, Holder]:
    """Exhibitors that exist for the actor with a stand in a venue, by their organisation."""
    here = Stand.objects.filter(
        edition=edition, space__venue=venue, organisation=OuterRef("organisation")
    )
    known = visible_exhibitors(actor=actor, edition=edition).filter(Exists(here))
    return {
        organisation: Holder(slug=slug, name=TranslatedText(name), search_key=key, fictional=made)
        for organisation, slug, name, key, made in known.values_list(
            "organisation_id",
            "slug",
            "organisation__name",
            "organisation__search_key",
            "organisation__fictional",
        )
    }
