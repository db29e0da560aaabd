"""Who takes part, as lists to search."""

from collections import Counter
from collections.abc import Collection, Iterable

from django.db.models import Q, QuerySet

from salon.core.actor import Actor
from salon.core.fields import search_key
from salon.core.permissions import Permission, require
from salon.editions.models import Edition
from salon.meetings.models import Meeting, Party
from salon.meetings.selectors.visibility import visible_meetings


def list_parties(
    *, actor: Actor, edition: Edition, text: str = "", kind: str = ""
) -> QuerySet[Party]:
    """Parties whose name holds every word of `text`, whatever its case and accents; by name."""
    require(actor, Permission.AGENDA_VIEW, edition)
    parties = Party.objects.filter(edition=edition)
    for word in search_key(text).split():
        parties = parties.filter(organisation__search_key__contains=word)
    if kind:
        parties = parties.filter(kind=kind)
    return parties.select_related("organisation").order_by("organisation__search_key", "slug")


def meetings_held_by(*, actor: Actor, edition: Edition, parties: Collection[Party]) -> Counter[int]:
    """How many visible meetings each of `parties` has, by its id."""
    ids = {party.pk for party in parties}
    meetings = visible_meetings(actor=actor, edition=edition)
    sides = (
        meetings.filter(Q(request__a__in=ids) | Q(request__b__in=ids))
        .order_by()
        .values_list("request__a", "request__b")
    )
    return Counter(side for pair in sides for side in pair if side in ids)


def attach_parties(meetings: Iterable[Meeting], *known: Party) -> None:
    """Give each meeting's request its two parties, with their organisations, in one query.

    Joined rows would make a party anew for each of its meetings, which is most of the time a
    busy page takes. The meetings come from a selector: who sees them may see who holds them.
    """
    requests = [meeting.request for meeting in meetings]
    parties = {party.pk: party for party in known}
    missing = {key for request in requests for key in (request.a_id, request.b_id)} - set(parties)
    # All that is shown of a counterpart is its name, which leads to its page.
    shown = Party.objects.select_related("organisation").only("slug", "organisation__name")
    parties |= shown.in_bulk(missing)
    for request in requests:
        request.a, request.b = parties[request.a_id], parties[request.b_id]


def party_of(*, actor: Actor, edition: Edition, organisation: int) -> Party | None:
    """The party that an organisation (its id) is in an edition, if it takes part in meetings."""
    require(actor, Permission.AGENDA_VIEW, edition)
    return Party.objects.filter(edition=edition, organisation=organisation).first()
