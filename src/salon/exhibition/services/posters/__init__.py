"""Posters: a picture of a 3D model, drawn from its file without a browser or a graphics card."""

from typing import Final

import numpy as np
from django.utils.translation import gettext_lazy as _
from PIL import Image

from salon.core.errors import DomainError
from salon.exhibition.services.posters.drawing import draw
from salon.exhibition.services.posters.reading import read
from salon.exhibition.services.posters.triangles import View

__all__ = ["View", "poster"]

_DEFAULT: Final = View()


def poster(
    *, data: bytes, view: View = _DEFAULT, width: int = 1280, height: int = 960
) -> Image.Image:
    """A picture, RGB, of a model that `glb.check` has taken. The same picture each time.

    It stands as it was bound and before it moves, on the ground, in soft daylight. Textures show in
    their colours; transparent surfaces are opaque, or left out where hardly anything is seen of
    them.

    :raises DomainError: `poster.compressed`, `poster.image`, `poster.layers` or `poster.nothing`,
        which say what to do.
    """
    scene, pictures = read(data)
    if not len(scene.corners):
        raise DomainError(
            "poster.nothing",
            _("Everything in the model is transparent. Export surfaces that can be seen."),
        )
    low, high = (bound(scene.corners, axis=(0, 1)) for bound in (np.min, np.max))
    middle = (low + high) / 2
    middle[1] = low[1]  # it stands on the ground
    return draw(scene._replace(corners=scene.corners - middle), pictures, view, width, height)
