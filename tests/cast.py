"""The named cast: one actor of each sort, for tests that go through all of them."""

from salon.core.actor import Actor, ActorKind, Role
from salon.core.permissions import Permission


def person(name: str, *roles: Role, granted: tuple[Permission, ...] = ()) -> Actor:
    return Actor(
        kind=ActorKind.PERSON,
        id=name,
        label=name.capitalize(),
        roles=frozenset(roles),
        granted=frozenset(granted),
    )


CAST = {
    "organiser": person("organiser", Role.ORGANISER),
    "exhibitor": person("exhibitor", Role.EXHIBITOR),
    "delegate": person("delegate", Role.DELEGATE),
    "protocol": person("protocol", Role.PROTOCOL, granted=(Permission.CLOSED_DOOR_SEE,)),
    "agent": person("agent", Role.AGENT),
    "journalist": person("journalist", Role.JOURNALIST),
    "outsider": person("outsider"),
    "public": Actor.public(),
}
