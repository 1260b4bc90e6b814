"""How reliable a source has shown itself on the register: learned, with both parties treated alike.

Each source starts from its letter (A to F, sources.csv) as a beta prior worth PRIOR_WEIGHT statements. A statement
counts as checked when somebody independent of the speaker's side speaks of the same incident: confirmed where nobody
independent contradicts it, otherwise contradicted. Two parties contradicting each other checks neither. Pure.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from scipy.special import betaincinv

LETTER = {"A": 0.95, "B": 0.85, "C": 0.70, "D": 0.55, "E": 0.50, "F": 0.50}
"""What a letter stands for before the register has spoken. Example settings: alike for every source of a letter."""
PRIOR_WEIGHT = 6.0


@dataclass(frozen=True)
class Checked:
    """How often a source's statements stood when somebody independent spoke of the same."""

    statements: int = 0
    confirmed: int = 0
    contradicted: int = 0


@dataclass(frozen=True)
class Learned:
    source_id: str
    n_statements: int
    n_checked: int
    reliability: float
    low_90: float
    high_90: float


def learn(source_id: str, letter: str, checked: Checked) -> Learned:
    """The beta posterior of one source: mean and central 90 % interval."""
    prior = LETTER.get(letter, 0.5)
    a = PRIOR_WEIGHT * prior + checked.confirmed
    b = PRIOR_WEIGHT * (1 - prior) + checked.contradicted
    low, high = (float(betaincinv(a, b, q)) for q in (0.05, 0.95))
    count = checked.confirmed + checked.contradicted
    return Learned(source_id, checked.statements, count, round(a / (a + b), 4), round(low, 4), round(high, 4))


@dataclass(frozen=True)
class Spoken:
    """One statement as far as checking goes. bloc: the speaking party's id, or "third"."""

    statement_id: str
    source_id: str | None
    bloc: str
    voice: str
    incidents: tuple[str, ...]


def check_sources(
    spoken: Iterable[Spoken], contradictions: Iterable[tuple[str, str]], sources: Mapping[str, str]
) -> list[Learned]:
    """Every source of the case, in the order of its id. contradictions: pairs of statement ids. sources: id -> letter."""
    by_id = {s.statement_id: s for s in spoken}
    blocs: dict[str, set[tuple[str, str]]] = {}
    for s in by_id.values():
        for incident in s.incidents:
            blocs.setdefault(incident, set()).add((s.bloc, s.voice))
    opposed: dict[str, set[str]] = {}
    for left, right in contradictions:
        if left in by_id and right in by_id:
            opposed.setdefault(left, set()).add(by_id[right].bloc)
            opposed.setdefault(right, set()).add(by_id[left].bloc)
    tally = {source_id: [0, 0, 0] for source_id in sources}
    for s in by_id.values():
        if s.source_id not in tally:
            continue
        row = tally[s.source_id]
        row[0] += 1
        against = opposed.get(s.statement_id, set()) - {s.bloc}
        if "third" in against:
            row[2] += 1
        elif not against and any(
            _independent(s, bloc, voice) for i in s.incidents for bloc, voice in blocs[i]
        ):
            row[1] += 1
    return [
        learn(source_id, letter, Checked(*tally[source_id])) for source_id, letter in sorted(sources.items())
    ]


def _independent(s: Spoken, bloc: str, voice: str) -> bool:
    """Another side, or for a third party another voice."""
    return bloc != s.bloc or (s.bloc == "third" and voice != s.voice)
