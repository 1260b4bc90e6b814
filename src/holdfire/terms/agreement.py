"""An agreement as data: dated, versioned clauses that run, with the cases that are their tests.

Lawyers of both parties can dispute the file; code holds only general predicates (predicates.py). A file is read whole
and every fault is reported together: unknown predicates, missing arguments, overlapping versions, times without a zone.

    [[clause]]
    id = "1"                     # with `version`, the key; versions of one clause may not overlap in time
    says = "..."                 # paraphrase
    rule_set = "ceasefire"       # ceasefire | procedure | ihl_note: findings of different sets are never mixed
    breach_type = "prohibited_fire"   # which of the mandate's standards applies
    from = 1994-05-12T00:01:00+04:00  # or [[clause.start]] for starts that different voices assert
    attribution = "origin"       # origin: the side that fired; self: the party whose own conduct is judged
    covers = [ { is = "kind_in", kinds = ["artillery"] } ]     # all must hold, else the clause does not concern it
    breach = [ ... ]             # all must hold; a clause without `breach` is a note: printed, never executed
    grave = [ ... ]              # all hold: grave, else minor
    [[clause.exception]]         # tried before the breach
    id = "exercise"
    says = "..."
    when = [ { is = "notified_before", hours = 24 } ]
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from holdfire.model.errors import Problems, Unreadable

from .expressions import Expression, read_expressions

RULE_SETS = ("ceasefire", "procedure", "ihl_note")
IN_FORCE = ("in_force", "not_in_force", "disputed")
ATTRIBUTION = ("origin", "self")


@dataclass(frozen=True)
class Start:
    """When a clause began to bind, as one voice has it: at some moment from `earliest` to `latest` (UTC seconds)."""

    earliest: float
    latest: float
    by: str
    source: str


@dataclass(frozen=True)
class Exemption:
    """An exception: tried before the breach; where it holds, a "no violation" names it."""

    exception_id: str
    says: str
    when: tuple[Expression, ...]


@dataclass(frozen=True)
class Clause:
    """One version of one clause. `starts` is empty where it has always bound; `ends` is None where no end is known."""

    clause_id: str
    agreement_id: str
    version: str
    says: str
    source: str
    rule_set: str
    breach_type: str
    parties: tuple[str, ...]
    in_force: str
    starts: tuple[Start, ...]
    ends: float | None
    attribution: str
    covers: tuple[Expression, ...]
    exceptions: tuple[Exemption, ...]
    breach: tuple[Expression, ...] | None
    grave: tuple[Expression, ...]
    remedy: str = ""
    note: str = ""

    @property
    def is_executable(self) -> bool:
        return self.breach is not None


@dataclass(frozen=True)
class Deadline:
    """A clock that the agreement sets: `expects` within `hours` of `after`, from `who` (complainant, respondent, body)."""

    after: str
    expects: str
    hours: float
    who: str
    source: str
    says: str = ""


@dataclass(frozen=True)
class Example:
    """A [[case]]: given these facts, the clause gives this."""

    clause_id: str
    name: str
    given: Mapping[str, Any]
    expect: str
    expect_party: str | None = None
    expect_exception: str | None = None


@dataclass(frozen=True)
class Agreement:
    agreement_id: str
    name: str
    source: str
    file_name: str
    parties: tuple[str, ...]
    clauses: tuple[Clause, ...]
    deadlines: tuple[Deadline, ...] = ()
    examples: tuple[Example, ...] = ()
    not_known: tuple[str, ...] = ()
    ladder: tuple[str, ...] = ()
    endorsement: str | None = None


def read_agreement(path: Path) -> Agreement:
    """The checked agreement. Raises Problems with every fault of the file, Unreadable where it is no TOML."""
    try:
        text = path.read_text(encoding="utf-8")
        values = tomllib.loads(text)
    except FileNotFoundError:
        raise Unreadable(f"{path}: no such file, expected an agreement in TOML") from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Unreadable(f"{path}: not readable as TOML ({error})") from error
    return agreement_of(values, path.name)


def agreement_of(values: Mapping[str, Any], file_name: str) -> Agreement:
    """From parsed TOML. Raises Problems with every fault."""
    problems: list[str] = []
    top = _Reader(file_name, values, problems)
    agreement_id = top.text("id")
    source = top.text("source")
    parties = tuple(sorted(top.texts("parties")))
    clauses = []
    for number, row in enumerate(top.tables("clause"), 1):
        reader = _Reader(f"{file_name}, clause {row.get('id', number)}", row, problems)
        clauses.append(_clause(reader, agreement_id, source, parties))
    _refuse_overlaps(file_name, clauses, problems)
    known = {clause.clause_id for clause in clauses}
    deadlines = [
        _deadline(_Reader(f"{file_name}, deadline {n}", row, problems), source)
        for n, row in enumerate(top.tables("deadline"), 1)
    ]
    examples = [
        _example(_Reader(f"{file_name}, case {row.get('name', n)!r}", row, problems), agreement_id, known)
        for n, row in enumerate(top.tables("case"), 1)
    ]
    result = Agreement(
        agreement_id, top.text("name"), source, file_name, parties, tuple(clauses), tuple(deadlines), tuple(examples),
        tuple(top.texts("not_known", required=False)), tuple(top.texts("ladder", required=False)),
        top.one_of("endorsement", ("majority", "consensus"), "majority") if "endorsement" in values else None,
    )  # fmt: skip
    top.refuse_others(
        "id", "name", "source", "parties", "clause", "deadline", "case", "not_known", "ladder", "endorsement", "note", "date_variants",
    )  # fmt: skip
    if problems:
        raise Problems(file_name, problems)
    return result


def read_agreements(folder: Path) -> list[Agreement]:
    """Every *.toml of a folder, in the order of file names; the faults of all files together."""
    problems: list[str] = []
    found: list[Agreement] = []
    for path in sorted(folder.glob("*.toml")) if folder.is_dir() else []:
        try:
            found.append(read_agreement(path))
        except Problems as error:
            problems.extend(error.problems)
        except Unreadable as error:
            problems.append(str(error))
    ids = [agreement.agreement_id for agreement in found]
    problems += [
        f"{folder.name}/: agreement id {i!r} given twice" for i in sorted(set(ids)) if ids.count(i) > 1
    ]
    if problems:
        raise Problems(str(folder), problems)
    return found


class _Reader:
    """Values of one table, with the place for messages; faults are collected, never raised."""

    def __init__(self, where: str, values: Mapping[str, Any], problems: list[str]) -> None:
        self.where, self.values, self.problems = where, values, problems

    def fault(self, key: str, expected: str) -> None:
        found = self.values.get(key)
        shown = "nothing" if found is None else repr(found)
        self.problems.append(f"{self.where}, {key}: found {shown}, expected {expected}")

    def text(self, key: str, default: str | None = None) -> str:
        value = self.values.get(key, default)
        if not isinstance(value, str) or (default is None and not value.strip()):
            self.fault(key, "text")
            return ""
        return value

    def one_of(self, key: str, allowed: Sequence[str], default: str) -> str:
        value = self.values.get(key, default)
        if value not in allowed:
            self.fault(key, f"one of {', '.join(allowed)}")
            return default
        return str(value)

    def texts(self, key: str, required: bool = True, default: Sequence[str] = ()) -> list[str]:
        value = self.values.get(key, None if required else list(default))
        if (
            not isinstance(value, list)
            or not all(isinstance(x, str) for x in value)
            or (required and not value)
        ):
            self.fault(key, "a list of texts")
            return []
        return [str(x) for x in value]

    def tables(self, key: str) -> list[Mapping[str, Any]]:
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(x, dict) for x in value):
            self.fault(key, f"tables [[{key}]]")
            return []
        return value

    def moment(self, key: str) -> float | None:
        """Seconds since 1970 UTC; None where the key is absent."""
        value = self.values.get(key)
        if value is None:
            return None
        if not isinstance(value, datetime) or value.tzinfo is None:
            self.fault(key, "a time with its zone, like 1994-05-12T00:01:00+04:00")
            return None
        return value.timestamp()

    def expressions(self, key: str) -> tuple[Expression, ...]:
        return read_expressions(self.values.get(key, []), f"{self.where}, {key}", self.problems)

    def refuse_others(self, *known: str) -> None:
        for key in self.values:
            if key not in known:
                self.problems.append(
                    f"{self.where}, {key}: found an unknown key, expected one of {', '.join(sorted(known))}"
                )


def _clause(reader: _Reader, agreement_id: str, source: str, parties: tuple[str, ...]) -> Clause:
    local_id = reader.text("id")
    breach_key = "breach" in reader.values
    starts = _starts(reader)
    ends = reader.moment("to")
    if ends is not None and starts and min(s.earliest for s in starts) >= ends:
        reader.fault("to", "a time after the clause begins")
    in_force = reader.one_of("in_force", IN_FORCE, "in_force")
    if len(starts) > 1 and in_force == "in_force":
        reader.fault("in_force", "'disputed', as several starts are asserted")
    exceptions = []
    for number, row in enumerate(reader.tables("exception"), 1):
        inner = _Reader(f"{reader.where}, exception {row.get('id', number)}", row, reader.problems)
        when = inner.expressions("when")
        if not when:
            inner.fault("when", "at least one predicate")
        exceptions.append(Exemption(inner.text("id"), inner.text("says"), when))
        inner.refuse_others("id", "says", "when", "source")
    bound = tuple(sorted(reader.texts("parties", required=False, default=parties)))
    for party in bound:
        if party not in parties:
            reader.fault("parties", f"parties of the agreement ({', '.join(parties)})")
    clause = Clause(
        f"{agreement_id}/{local_id}", agreement_id, reader.text("version", "1"), reader.text("says"),
        reader.text("source", source), reader.one_of("rule_set", RULE_SETS, "ceasefire"), reader.text("breach_type", "any"),
        bound, in_force, starts, ends, reader.one_of("attribution", ATTRIBUTION, "origin"), reader.expressions("covers"),
        tuple(exceptions), reader.expressions("breach") if breach_key else None, reader.expressions("grave"),
        reader.text("remedy", ""), reader.text("note", ""),
    )  # fmt: skip
    reader.refuse_others(
        "id", "version", "says", "source", "rule_set", "breach_type", "parties", "in_force", "from", "to", "start", "attribution",
        "covers", "exception", "breach", "grave", "remedy", "note",
    )  # fmt: skip
    return clause


def _starts(reader: _Reader) -> tuple[Start, ...]:
    alone = reader.moment("from")
    rows = reader.tables("start")
    if alone is not None and rows:
        reader.fault("from", "either `from` or [[clause.start]], not both")
    if alone is not None:
        return (Start(alone, alone, "the text", ""),)
    found = []
    for number, row in enumerate(rows, 1):
        inner = _Reader(f"{reader.where}, start {number}", row, reader.problems)
        earliest = inner.moment("from")
        latest = inner.moment("from_latest")
        if earliest is None:
            inner.fault("from", "a time with its zone")
            continue
        if latest is not None and latest < earliest:
            inner.fault("from_latest", "a time not before `from`")
        found.append(
            Start(earliest, earliest if latest is None else latest, inner.text("by"), inner.text("source"))
        )
        inner.refuse_others("from", "from_latest", "by", "source")
    return tuple(found)


def _refuse_overlaps(file_name: str, clauses: Sequence[Clause], problems: list[str]) -> None:
    """Two versions of one clause that both hold at some moment: nobody could say which binds."""

    def span(clause: Clause) -> tuple[float, float]:
        begins = min((s.earliest for s in clause.starts), default=float("-inf"))
        return begins, float("inf") if clause.ends is None else clause.ends

    for number, left in enumerate(clauses):
        for right in clauses[number + 1 :]:
            if left.clause_id != right.clause_id:
                continue
            if left.version == right.version:
                problems.append(f"{file_name}, clause {left.clause_id}: version {left.version!r} given twice")
            (a, b), (c, d) = span(left), span(right)
            if a < d and c < b:
                problems.append(
                    f"{file_name}, clause {left.clause_id}: versions {left.version!r} and {right.version!r} overlap in time; "
                    f"end the earlier one where the later begins"
                )


def _deadline(reader: _Reader, source: str) -> Deadline:
    hours = reader.values.get("hours")
    if not isinstance(hours, int | float) or isinstance(hours, bool) or hours <= 0:
        reader.fault("hours", "a number above 0")
        hours = 1.0
    result = Deadline(
        reader.text("after"), reader.text("expects"), float(hours),
        reader.one_of("who", ("complainant", "respondent", "body"), "body"), reader.text("source", source), reader.text("says", ""),
    )  # fmt: skip
    reader.refuse_others("after", "expects", "hours", "who", "source", "says")
    return result


def _example(reader: _Reader, agreement_id: str, known: set[str]) -> Example:
    from .given import check_given
    from .outcomes import EXPECTABLE

    clause_id = f"{agreement_id}/{reader.text('clause')}"
    if clause_id not in known:
        reader.fault(
            "clause", f"one of {', '.join(sorted(k.split('/', 1)[1] for k in known)) or 'none is there'}"
        )
    given = reader.values.get("given")
    if not isinstance(given, dict):
        reader.fault("given", "a table of facts")
        given = {}
    reader.problems += [f"{reader.where}, given.{line}" for line in check_given(given)]
    expect = reader.one_of("expect", EXPECTABLE, "unresolved")
    party = reader.values.get("expect_party")
    exception = reader.values.get("expect_exception")
    reader.refuse_others("clause", "name", "given", "expect", "expect_party", "expect_exception")
    return Example(clause_id, reader.text("name"), given, expect, party, exception)
