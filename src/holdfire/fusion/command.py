"""What `holdfire link` does: read, link, write, say what was found. The command itself only parses."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

import numpy as np

from holdfire.model.errors import Misuse, Problems, Unreadable

from . import link as engine
from .columns import Reports
from .incremental import relink
from .link import Linked, Settings
from .number import number_of_incidents, week_of
from .read_reports import Treated, read_reports
from .reviews import applied, decisions_of
from .sampling import sample
from .write_links import incidents_table, links_table, pairs_table, read_links, write_table

SUFFIXES = (".parquet", ".pq", ".csv")


@dataclass(frozen=True)
class Asked:
    """The command's arguments."""

    reports: Path
    out: Path
    pairs: Path | None = None
    incidents: Path | None = None
    engine: str = "local"
    master: str = "local[2]"
    model: Literal["learned", "plain"] = "learned"
    em: bool = False
    previous: Path | None = None
    events: Path | None = None
    reviews: Path | None = None
    explain: Sequence[str] = ()


@dataclass
class Summary:
    """numbers for a program, `said` for a person, `explained` what was asked to be explained."""

    numbers: dict[str, float] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)
    explained: list[str] = field(default_factory=list)


def link_files(asked: Asked) -> Summary:
    """Writes what was asked for. Raises Misuse, Problems or Unreadable with all that is wrong, before it writes."""
    _check(asked)
    treated = Treated()
    reports = read_reports(asked.reports, treated)
    settings = Settings(model=asked.model)
    if asked.em:
        settings = replace(settings, tables=engine.em_settings(reports, settings))
    summary = Summary()
    if asked.previous is not None:
        _again(asked, reports, settings, summary)
    else:
        _anew(asked, reports, settings, summary)
    summary.said += [f"{n} {what}" for what, n in treated.rows.items()]
    return summary


def _check(asked: Asked) -> None:
    wrong = [
        f"{path.name}: found {path.suffix or 'no suffix'}, expected .parquet or .csv"
        for path in (asked.out, asked.pairs, asked.incidents, asked.events)
        if path is not None and path.suffix.lower() not in SUFFIXES
    ]
    if asked.em and asked.model != "plain":
        wrong.append("--em: the learned model has no tables to re-estimate; add --model plain")
    if asked.previous is not None and (
        asked.engine == "spark" or asked.pairs or asked.incidents or asked.reviews
    ):
        wrong.append(
            "--previous: links only what is new, on this machine; without --pairs, --incidents and --reviews"
        )
    if asked.engine == "spark" and (asked.explain or asked.reviews):
        wrong.append("--engine spark: --explain and --reviews are answered by the local engine")
    if wrong:
        raise Problems("holdfire link", wrong) if len(wrong) > 1 else Misuse(wrong[0])


def _anew(asked: Asked, reports: Reports, settings: Settings, summary: Summary) -> None:
    if asked.engine == "spark":
        from .spark import link_spark

        linked = link_spark(reports, settings, asked.master)
    else:
        linked = engine.link(reports, settings, keep_terms=bool(asked.explain))
    if asked.reviews is not None:
        linked = _reviewed(asked.reviews, reports, linked, settings, summary)
    sampled = sample(
        len(linked.voices), linked.pairs.left, linked.pairs.right, linked.pairs.score, linked.label
    )
    write_table(links_table(reports, linked, sampled.p_member), asked.out)
    if asked.pairs is not None:
        write_table(pairs_table(reports, linked), asked.pairs)
    if asked.incidents is not None:
        write_table(incidents_table(reports, linked), asked.incidents)
    if asked.explain:
        from .explain_links import explained

        summary.explained = explained(asked.explain, reports, linked, asked.model)
    found = len(np.unique(linked.label))
    low, expected, high = number_of_incidents(
        len(linked.voices), linked.pairs, settings.model, week_of(linked.voices)
    )
    summary.numbers = {
        "reports": len(reports), "voices": len(linked.voices), "incidents": found, "incidents_low_95": low, "incidents_expected": expected,
        "incidents_high_95": high, "pairs": len(linked.pairs.left),
    }  # fmt: skip
    summary.said.append(
        f"{len(reports)} reports, {len(linked.voices)} voices, {found} incidents; "
        f"{expected} expected, 95 % interval {low} to {high}"
    )
    if linked.pairs.capped:
        summary.said.append(
            f"{linked.pairs.capped} reports had more neighbours than are compared: the first {min(engine.KEEP, engine.keep_for(linked.voices))} were"
        )


def _again(asked: Asked, reports: Reports, settings: Settings, summary: Summary) -> None:
    assert asked.previous is not None
    before = read_links(asked.previous)
    done = relink(reports, before, settings)
    import pyarrow as pa

    sampled = sample(
        len(done.linked.voices), done.linked.pairs.left, done.linked.pairs.right, done.linked.pairs.score, done.linked.label
    )  # fmt: skip
    p = np.array([before[r][1] if r in before else 1.0 for r in reports.report_id.tolist()], float)
    p[done.rows] = sampled.p_member[done.linked.voices.of_report]
    table = {"report_id": reports.report_id, "incident_id": done.incident, "p_member": p}
    write_table(pa.table({name: pa.array(column) for name, column in table.items()}), asked.out)
    if asked.events is not None:
        rows = [(c.incident_id, c.change, c.other_id, c.reason) for c in done.changes]
        names = ("incident_id", "change", "other_id", "reason")
        columns = {name: pa.array([row[k] for row in rows], pa.string()) for k, name in enumerate(names)}
        write_table(pa.table(columns), asked.events)
    found = len(np.unique(done.incident))
    summary.numbers = {"reports": len(reports), "incidents": found, "linked_anew": done.touched}
    changed: dict[str, int] = {}
    for change in done.changes:
        changed[change.change] = changed.get(change.change, 0) + 1
    summary.said.append(
        f"{len(reports)} reports, {found} incidents; {done.touched} reports linked anew: "
        + (", ".join(f"{n} {what}" for what, n in sorted(changed.items())) or "nothing changed")
    )


def _reviewed(path: Path, reports: Reports, linked: Linked, settings: Settings, summary: Summary) -> Linked:
    if not path.exists():
        raise Unreadable(f"{path}: no such file, expected reviewers' decisions as JSON lines")
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    ids = [str(r) for r in reports.report_id.tolist()]
    try:
        decided = decisions_of(lines, frozenset(ids))
    except ValueError as error:
        raise Unreadable(
            f'{path.name}: not JSON lines like {{"what": "join", "reports": [1, 2]}} ({error})'
        ) from error
    voice_of = dict(zip(ids, linked.voices.of_report.tolist(), strict=True))
    pairs = linked.pairs
    left, right, score = applied(decided, voice_of, pairs.left, pairs.right, pairs.score)
    label = engine.join(
        len(linked.voices), replace(pairs, left=left, right=right, score=score), settings.lean
    )
    summary.said += decided.faults
    return replace(linked, label=label)
