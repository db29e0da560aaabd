"""What a model may cost: the phone that shows it has little memory, and a visitor pays for bytes.

Above the first of a pair a model is refused; above the second its owner is advised.
"""

from typing import Final

#: Bytes of the file.
LARGEST: Final = 5_000_000
ADVISED_SIZE: Final = 1_500_000

#: Triangles drawn: those of a mesh that two nodes show count twice.
MOST_TRIANGLES: Final = 200_000
ADVISED_TRIANGLES: Final = 50_000

#: Primitives drawn; each is a draw call.
MOST_DRAWS: Final = 2_000
ADVISED_DRAWS: Final = 200

#: Pixels of all images together, and of one image. Four bytes each, and a third for mipmaps.
MOST_PIXELS: Final = 16_777_216
ADVISED_PIXELS: Final = 2048 * 2048

#: Numbers that all accessors hold, once unpacked. Compressed, sparse and shared data take little
#: room in a file and a lot in memory.
MOST_NUMBERS: Final = 10_000_000

#: Bytes of the buffer that nothing refers to.
ADVISED_UNUSED: Final = 10_000

#: The JSON part: its bytes, how deep brackets nest, its nodes, and how deep nodes nest (viewers go
#: down the tree by recursion).
LONGEST_JSON: Final = 1_000_000
DEEPEST_JSON: Final = 64
MOST_NODES: Final = 10_000
DEEPEST_NODES: Final = 200

#: The largest extent, in metres: refused outside the first pair, advised outside the second.
SMALLEST_EXTENT: Final = 0.001
LARGEST_EXTENT: Final = 1_000.0
ADVISED_SMALLEST: Final = 0.01
ADVISED_LARGEST: Final = 100.0
