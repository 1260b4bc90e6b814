"""The figures of the blind half, printed only when asked for by name: `python -m bench reading_blind`.

Whoever changes a rule after seeing a total has learnt something from it, and a half that was scored a dozen times flatters.
So no other command prints these; `make bench` leaves them out, and docs/decisions/reading-measured-apart.md says how often
this was run and when.
"""

from collections.abc import Iterable

from bench.figures import Figure
from bench.reading import run_sets
from bench.reading_corpora import SETS


def run(size: str) -> Iterable[Figure]:
    yield from run_sets((corpus for corpus in SETS if corpus.is_blind), size)
