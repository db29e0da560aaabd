"""How refusals and advice are put into words."""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from django.utils.functional import Promise, lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from salon.core import formats
from salon.core.errors import DomainError

#: Numbers are written in the reader's language when shown.
number = lazy(formats.number, str)

_AGAIN: Final = _(
    "Export the model again; the Khronos glTF Validator shows everything that is wrong with a file."
)
_LONGEST: Final = 80


class Advice(NamedTuple):
    """Something that would make an accepted model better; `str()` says it."""

    code: str
    message: str | Promise
    params: Mapping[str, Any]

    def __str__(self) -> str:
        return str(self.message) % self.params


def shown(text: object) -> str:
    """What a file says of itself, made safe to repeat: short, one line, no half characters."""
    short = str(text)
    if len(short) > _LONGEST:
        short = short[: _LONGEST - 1] + "…"
    return "".join(one if one.isprintable() else "\N{REPLACEMENT CHARACTER}" for one in short)


def refused(code: str, message: str | Promise, **params: object) -> DomainError:
    """A refusal whose message says the remedy itself."""
    return DomainError(f"glb.{code}", message, **params)


def broken(code: str, message: str | Promise, **params: object) -> DomainError:
    """A refusal of what is not valid glTF, which only another export can mend."""
    return DomainError(f"glb.{code}", format_lazy("{} {}", message, _AGAIN), **params)


def megabytes(size: int) -> Any:
    """A size as a lazily written number of MB, with one decimal, rounded up so that what is over a
    limit never looks equal to it."""
    return number(-(-size // 100_000) / 10, 1)
