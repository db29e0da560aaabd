"""What the renderer and whoever makes shapes call their arrays."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def unit(vectors: Floats) -> Floats:
    """Each row at length 1; a row of nothing points up."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.where(lengths > 1e-12, vectors / np.maximum(lengths, 1e-12), (0.0, 1.0, 0.0))
