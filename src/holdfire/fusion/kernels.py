"""The one decorator of the compiled loops: numba, with the compiled code kept on disk wherever that is possible.

numba keeps it beside the source, else in the user's cache folder (NUMBA_CACHE_DIR names another). Where none of these can be
written, as for a service without a home, it refuses to decorate at all; then the loops are compiled anew in each process.
"""

from collections.abc import Callable
from typing import Any

from numba import njit


def kernel(loop: Callable[..., Any]) -> Any:
    """Compiles at the first call, for the types it meets; releases the interpreter's lock while it runs."""
    try:
        return njit(cache=True, nogil=True)(loop)
    except RuntimeError as error:
        if "cannot cache" not in str(error):
            raise
        return njit(nogil=True)(loop)
