"""Who does something: passed to every service and selector, never read from a web request."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Self

from django.http import HttpRequest

from salon.core.permissions import Permission


class ActorKind(StrEnum):
    PUBLIC = "public"  # anyone, through the web, unknown to us
    PERSON = "person"  # somebody we know
    SYSTEM = "system"  # Salon itself: the worker, a migration
    OPERATOR = "operator"  # whoever runs the `salon` command on the machine that holds the data


class Role(StrEnum):
    ORGANISER = "organiser"
    EXHIBITOR = "exhibitor"
    DELEGATE = "delegate"
    PROTOCOL = "protocol"
    AGENT = "agent"  # at a gate
    JOURNALIST = "journalist"


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """`id` is stable and opaque, `label` is what the journal shows.

    `organisations` are the ids of the directory organisations this person belongs to; `granted`
    are permissions given to this person by name, for those that a role alone does not carry.
    """

    kind: ActorKind
    id: str = ""
    label: str = ""
    roles: frozenset[Role] = field(default_factory=frozenset)
    organisations: frozenset[int] = field(default_factory=frozenset)
    granted: frozenset[Permission] = field(default_factory=frozenset)

    @classmethod
    def public(cls) -> Self:
        return cls(kind=ActorKind.PUBLIC, label="public")

    @classmethod
    def system(cls, name: str) -> Self:
        return cls(kind=ActorKind.SYSTEM, id=name, label=name)

    @classmethod
    def operator(cls, name: str) -> Self:
        """The person at the command line: reads and writes the database file anyway."""
        return cls(kind=ActorKind.OPERATOR, id=name, label=name)


def actor_of(request: HttpRequest) -> Actor:
    """Who a web request speaks for. Views ask here, once, and pass the answer on.

    Nobody can sign in yet: whoever comes through the web is the public.
    """
    return Actor.public()
