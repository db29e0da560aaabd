"""The 3D model of an entry made ready for its page, and what such a page may do.

The viewer is loaded when a reader asks for it; until then the page shows a poster.
"""

from collections.abc import Mapping
from typing import Any, Final

from django.http import HttpResponse

from salon.core.policy import widen
from salon.editions.models import Edition
from salon.exhibition.models import Hotspot, Shape
from salon.exhibition.selectors.media import model_name
from salon.exhibition.selectors.rows import Poster
from salon.portal.views import wording
from salon.portal.views.media import media_url, poster_of

#: What model-viewer 4.4 needs beyond the house's policy: decoders are WebAssembly in workers made
#: from blobs, textures and the file for Quick Look are blobs, and its one style sheet stands in
#: its template (a test in a browser fails when an update changes that digest).
SOURCES: Final[Mapping[str, tuple[str, ...]]] = {
    "script-src": ("'wasm-unsafe-eval'",),
    "style-src": ("'sha256-PXtZZkJMMyc18o/DN1ZEFOJ2qEGq95IQbVaJFMOXOb0='",),
    "img-src": ("blob:",),
    "connect-src": ("blob:", "data:"),
    "worker-src": ("'self'", "blob:"),
}


def with_viewer(response: HttpResponse) -> HttpResponse:
    """Let this page open models."""
    return widen(response, SOURCES)


def shape_of(
    edition: Edition, shape: Shape, hotspots: list[Hotspot], *, alt: str
) -> dict[str, Any]:
    """What `_shape.html` and the projection show of a model; `alt` describes it in words."""
    return {
        "row": shape,
        "alt": alt,
        "src": media_url(edition, model_name(shape)),
        "poster": poster_of(edition, Poster(shape.poster, tuple(shape.poster_widths)), alt=alt),
        "hotspots": [
            {"row": hotspot, "language": wording.foreign(hotspot.label)} for hotspot in hotspots
        ],
    }
