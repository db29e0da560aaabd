"""Instants, a slot at a venue, as positions of bits: sets of them are whole numbers.

Instant ``venue * slots + slot`` is presence at the venue in the slot. With ``count`` added it is
the *pause* between that slot and the next: a meeting of several slots is there in the pauses too,
which matters to commitments that lie in one. Bits of one venue are in order of time, so that a
shift by one goes from slot to slot.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

from .index import Commitment, Index


def bits(mask: int) -> Iterator[int]:
    """Return the positions of the bits of a mask, the lowest first."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


def mask_of(positions: Iterable[int]) -> int:
    """Return the mask with bits at these positions."""
    mask = 0
    for position in positions:
        mask |= 1 << position
    return mask


class Instants:
    """The instants of a problem and what one team cannot attend together.

    ``open`` are the instants whose venue is open; ``near`` lists, for each instant, those that a
    team there cannot attend besides, itself among them, and ``clash`` is the same as a mask.
    """

    def __init__(self, index: Index) -> None:
        self.index = index
        self.slots = len(index.begin)
        self.venues = len(index.problem.venues)
        self.count = self.slots * self.venues
        self.everywhere = sum(1 << (venue * self.slots) for venue in range(self.venues))
        """Times a mask of slots: the same slots at every venue."""
        self.open = mask_of(
            self.at(slot, venue) for slot in range(self.slots) for venue in index.open_venues[slot]
        )
        self.presence = (1 << self.count) - 1
        self.pauses = self.presence << self.count
        self.near = [self._near(instant) for instant in range(self.count)]
        self.clash = [mask_of(near) for near in self.near]
        self.separate = all(
            instant % self.slots == other % self.slots
            for instant, near in enumerate(self.near)
            for other in near
        )
        """Whether only what is at once can clash: travel never matters."""
        self._fits: dict[int, int] = {}
        self._hindered: dict[tuple[int, int, int | None], int] = {}

    def at(self, slot: int, venue: int) -> int:
        """Return the instant of a slot at a venue."""
        return venue * self.slots + slot

    def slot(self, instant: int) -> int:
        """Return the slot of an instant."""
        return instant % self.slots

    def venue(self, instant: int) -> int:
        """Return the venue of an instant."""
        return instant // self.slots

    def anywhere(self, slots: Iterable[int]) -> int:
        """Return the mask of these slots at every venue, open or not."""
        return mask_of(slots) * self.everywhere

    def taken(self, start: int, length: int) -> int:
        """Return the mask of the instants and pauses of a meeting."""
        there = (1 << length) - 1 << start
        return there | (1 << length - 1) - 1 << start + self.count

    def spans(self, mask: int, length: int) -> int:
        """Return the instants from which a meeting has all its instants and pauses in the mask."""
        found = mask & self.presence
        if length > 1:
            for later in range(1, length):
                found &= mask >> later & mask >> self.count + later - 1
            found &= self.fits(length)
        return found

    def fits(self, length: int) -> int:
        """Return the instants from which a meeting ends in the half-day in which it begins."""
        if length not in self._fits:
            starts = (s for s in range(self.slots) if self.index.span(s, length) is not None)
            self._fits[length] = self.anywhere(starts)
        return self._fits[length]

    def hindered(self, commitment: Commitment) -> int:
        """Return the instants and pauses that a team in the commitment cannot attend.

        A pause counts with the slots on both sides: who attends it attends them too.
        """
        key = (commitment.start, commitment.end, commitment.venue)
        if key not in self._hindered:
            self._hindered[key] = self._hinder(commitment)
        return self._hindered[key]

    def _hinder(self, commitment: Commitment) -> int:
        index = self.index
        mask = 0
        for venue in range(self.venues):
            gap = 0
            if commitment.venue is not None and commitment.venue != venue:
                gap = index.travel[commitment.venue, venue]
            for slot in range(self.slots):
                early = index.end[slot] + gap <= commitment.start
                late = commitment.end + gap <= index.begin[slot]
                if not early and not late:
                    mask |= 1 << self.at(slot, venue)
                if slot + 1 < self.slots and not late:
                    early = index.end[slot + 1] + gap <= commitment.start
                    if not early:
                        mask |= 1 << self.count + self.at(slot, venue)
        return mask

    def _near(self, instant: int) -> tuple[int, ...]:
        index, slot, venue = self.index, self.slot(instant), self.venue(instant)
        found = {instant}
        for elsewhere in range(self.venues):
            travel = index.travel[venue, elsewhere] if elsewhere != venue else 0
            later = slot
            while later < self.slots and index.begin[later] - index.end[slot] < travel:
                found.add(self.at(later, elsewhere))
                later += 1
            earlier = slot
            while earlier >= 0 and index.begin[slot] - index.end[earlier] < travel:
                found.add(self.at(earlier, elsewhere))
                earlier -= 1
        return tuple(sorted(i for i in found if self.open >> i & 1 or i == instant))

    @cached_property
    def cliques(self) -> list[int]:
        """The largest sets of open instants no two of which one team can attend."""
        found: list[int] = []
        self._maximal(0, self.open, 0, found)
        return found

    def _maximal(self, clique: int, candidates: int, done: int, found: list[int]) -> None:
        """Collect maximal cliques (Bron and Kerbosch 1973, with Tomita's pivot)."""
        if not candidates | done:
            found.append(clique)
            return
        pivot = max(bits(candidates | done), key=lambda i: (self.clash[i] & candidates).bit_count())
        for instant in bits(candidates & ~self.clash[pivot] | candidates & 1 << pivot):
            there = 1 << instant
            others = self.clash[instant] & ~there
            self._maximal(clique | there, candidates & others, done & others, found)
            candidates ^= there
            done |= there
