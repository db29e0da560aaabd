"""What the renderer draws, and from where."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from salon.exhibition.services.posters.arrays import Floats, Ints


class View(NamedTuple):
    """From where a poster sees the model: degrees, and the distance in sizes of the model.

    At azimuth 0 the viewer stands on the side of +Z, at 90 on that of +X. The elevation is from 0
    to 85.
    """

    azimuth: float = 35
    elevation: float = 16
    distance: float = 1.6


class Triangles(NamedTuple):
    """n triangles in metres, Y up, counter-clockwise seen from outside.

    `corners` and `normals` are (n, 3, 3): a row for each corner. So is `colour`, linear red, green
    and blue from 0 to 1, by which the picture numbered `picture` (-1: none) is multiplied; `place`
    (n, 3, 2) is where in it the corners are, (0, 0) its upper left and (1, 1) its lower right.
    `glow` (n, 3) is the light given off, linear. `metallic` and `roughness` are as glTF has them.
    `both` is true where the back is seen as well.
    """

    corners: Floats
    normals: Floats
    colour: Floats
    picture: Ints
    place: Floats
    glow: Floats
    metallic: Floats
    roughness: Floats
    both: NDArray[np.bool_]
