"""The array types that signatures of this room name. numpy's stubs lose the element type in half of all expressions,

so the names say what is meant and the checker only knows that it is an array.
"""

from typing import Any

from numpy.typing import NDArray

Floats = NDArray[Any]
Ints = NDArray[Any]
Array = NDArray[Any]
