"""Reading files whose size nobody vouches for."""

from __future__ import annotations

from pathlib import Path

from .errors import InputError


def read_bytes(path: Path, limit: int) -> bytes:
    """Return a file's content; InputError when it cannot be read or passes ``limit`` bytes.

    At most ``limit`` + 1 bytes are ever held, whatever the file system says about the size.
    """
    try:
        with path.open("rb") as file:
            content = file.read(limit + 1)
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}); check the path") from None
    if len(content) > limit:
        raise InputError(
            f"{path}: more than {limit:,} bytes, which is the limit; "
            "check that this is the right file"
        )
    return content
