"""Predicates put together: { any = [...] }, { all = [...] }, { not = {...} }; a list means all.

Read from an agreement file with every fault named; run over Facts by columns; taken apart again for the trace.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, Literal

from .facts import KINDS, Facts
from .predicates import PREDICATES
from .truth import Codes, all_of, any_of, negated

SILENCE = ("no", "yes", "not_known")


@dataclass(frozen=True, eq=False)
class Expression:
    """A leaf names a predicate and its arguments; a branch joins its parts. Identity, not content, is its key."""

    join: Literal["leaf", "any", "all", "not"]
    predicate: str = ""
    args: Mapping[str, Any] = field(default_factory=dict)
    parts: tuple["Expression", ...] = ()

    @property
    def label(self) -> str:
        """As a trace shows it: kind_in, not beyond_line, any(a, b)."""
        if self.join == "leaf":
            return self.predicate
        if self.join == "not":
            return f"not {self.parts[0].label}"
        return f"{self.join}({', '.join(part.label for part in self.parts)})"

    @cached_property
    def question(self) -> str:
        """The arguments as text: the same question of two clauses has the same answer."""
        return repr(sorted(self.args.items(), key=lambda item: item[0]))

    def leaves(self) -> Iterator["Expression"]:
        if self.join == "leaf":
            yield self
        for part in self.parts:
            yield from part.leaves()


@dataclass
class Evaluation:
    """Facts with the answers found so far: the same question of two clauses is answered once."""

    facts: Facts
    _kept: dict[tuple[str, str, str | None], Codes] = field(default_factory=dict)
    _looked_at: tuple[int, Facts] | None = None

    def one(self, row: int) -> Facts:
        """The facts of one incident, its row 0: a sentence needs no more. The last one asked for is kept."""
        if self._looked_at is None or self._looked_at[0] != row:
            self._looked_at = (row, self.facts.one(row))
        return self._looked_at[1]

    def codes(self, expression: Expression, party: str | None) -> Codes:
        """yes, no or not known for every incident, as party `party` is judged."""
        if expression.join == "leaf":
            key = (expression.predicate, expression.question, party)
            if key not in self._kept:
                self._kept[key] = PREDICATES[expression.predicate].test(self.facts, expression.args, party)
            return self._kept[key]
        parts = [self.codes(part, party) for part in expression.parts]
        if expression.join == "not":
            return negated(parts[0])
        return (any_of if expression.join == "any" else all_of)(parts, self.facts.size)

    def all(self, expressions: Sequence[Expression], party: str | None) -> Codes:
        return all_of([self.codes(e, party) for e in expressions], self.facts.size)

    def why(self, expression: Expression, party: str | None, row: int) -> str:
        """One sentence for one incident."""
        code = int(self.codes(expression, party)[row])
        if expression.join == "leaf":
            return PREDICATES[expression.predicate].why(self.one(row), expression.args, party, 0, code)
        return "; ".join(self.why(leaf, party, row) for leaf in expression.leaves())

    def evidence(self, expression: Expression, party: str | None, row: int) -> list[str]:
        found: list[str] = []
        for leaf in expression.leaves():
            looks_at = PREDICATES[leaf.predicate].looks_at
            if looks_at == "lines":
                found += [x.line_id for x in self.facts.geometry.lines_named(leaf.args["line"])]
            if looks_at == "zones":
                found += [x.area_id for x in self.facts.geometry.areas_named(leaf.args["zone"])]
            found += self.facts.evidence(
                row, "reports" if looks_at in ("lines", "zones") else looks_at, party
            )
        return list(dict.fromkeys(found))


def read_expressions(value: Any, where: str, problems: list[str]) -> tuple[Expression, ...]:
    if not isinstance(value, list):
        problems.append(f"{where}: found {value!r}, expected a list of predicates")
        return ()
    found = [_read(row, f"{where} {number}", problems) for number, row in enumerate(value, 1)]
    return tuple(expression for expression in found if expression is not None)


def _read(value: Any, where: str, problems: list[str]) -> Expression | None:
    if not isinstance(value, dict):
        problems.append(
            f"{where}: found {value!r}, expected a table like {{ is = 'kind_in', kinds = [...] }}"
        )
        return None
    joins = [key for key in ("any", "all", "not") if key in value]
    if joins:
        if len(value) > 1:
            problems.append(f"{where}: found {', '.join(sorted(value))}, expected one of any, all, not alone")
            return None
        join = joins[0]
        rows = [value[join]] if join == "not" else value[join]
        parts = read_expressions(rows, f"{where}, {join}", problems)
        if not parts:
            problems.append(f"{where}, {join}: expected at least one predicate")
            return None
        return Expression(join, parts=parts)  # type: ignore[arg-type]
    name = value.get("is")
    predicate = PREDICATES.get(name) if isinstance(name, str) else None
    if predicate is None:
        problems.append(f"{where}, is: found {name!r}, expected a predicate: {', '.join(sorted(PREDICATES))}")
        return None
    args = {key: item for key, item in value.items() if key != "is"}
    before = len(problems)
    for key, expected in predicate.needs.items():
        if key not in args:
            problems.append(f"{where}, {name}.{key}: missing, expected {expected}")
    for key, item in args.items():
        wanted = predicate.needs.get(key) or predicate.may_have.get(key)
        if wanted is None:
            known = ", ".join([*predicate.needs, *predicate.may_have]) or "no argument"
            problems.append(f"{where}, {name}.{key}: found an unknown argument, expected {known}")
        elif not _fits(item, wanted):
            problems.append(f"{where}, {name}.{key}: found {item!r}, expected {wanted}")
    return Expression("leaf", predicate.name, args) if len(problems) == before else None


def _fits(value: Any, wanted: str) -> bool:
    if wanted == "a number":
        return isinstance(value, int | float) and not isinstance(value, bool) and value >= 0
    if wanted == "a list of kinds":
        return isinstance(value, list) and bool(value) and all(kind in KINDS for kind in value)
    if wanted == "a time":
        return isinstance(value, datetime) and value.tzinfo is not None
    if wanted == "no, yes or not_known":
        return value in SILENCE
    if wanted == "a list of weapon classes":
        return isinstance(value, list) and bool(value) and all(_fits_class(row) for row in value)
    return isinstance(value, str) and bool(value.strip())


def _fits_class(row: Any) -> bool:
    """{ name = "guns", calibre_min_mm = 100, km = 25 }: a name, a way to tell the class, a distance where one is asked."""
    if not isinstance(row, dict) or not isinstance(row.get("name"), str):
        return False
    tells = {"kinds", "calibre_min_mm", "calibre_below_mm"} & set(row)
    numbers = [row[k] for k in ("calibre_min_mm", "calibre_below_mm", "km") if k in row]
    kinds = row.get("kinds", [])
    return (
        bool(tells)
        and set(row) <= {"name", "kinds", "calibre_min_mm", "calibre_below_mm", "km"}
        and all(_fits(n, "a number") for n in numbers)
        and all(kind in KINDS for kind in kinds)
    )
