"""Meetings put back to their earlier place where it is free after all."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from .earlier import Earlier
from .index import SHARED, Index
from .tiers import Choice


def keep_places(earlier: Earlier, choice: Choice) -> Choice:
    """Return the plan with meetings at any shared place of a venue at their earlier one, if free.

    What a repair counts cannot become more by that: nobody else is sent elsewhere.
    """
    index = choice.program.index
    columns = sorted(c for c in choice.columns if c < len(index.options))
    taken: Counter[tuple[int, int]] = Counter()
    for column, meeting in zip(columns, choice.assignments, strict=True):
        taken.update((index.place_at[meeting.place], slot) for slot in _span(index, column))
    meetings = list(choice.assignments)
    for n, column in enumerate(columns):
        option = index.options[column]
        before = earlier.meetings.get(option.request)
        if option.place != SHARED or before is None or before.place == meetings[n].place:
            continue
        place, span = index.place_at[before.place], _span(index, column)
        where = index.problem.places[place]
        if (
            where.owner is None
            and index.venue_at[where.venue] == option.venue
            and index.suits(place, option.request)
            and index.place_slots[place].issuperset(span)
            and all(taken[place, slot] < index.room(place, slot) for slot in span)
        ):
            taken.subtract((index.place_at[meetings[n].place], slot) for slot in span)
            taken.update((place, slot) for slot in span)
            meetings[n] = replace(meetings[n], place=before.place)
    return replace(choice, assignments=tuple(meetings))


def _span(index: Index, column: int) -> range:
    option = index.options[column]
    return range(option.slot, option.slot + index.problem.requests[option.request].length)
