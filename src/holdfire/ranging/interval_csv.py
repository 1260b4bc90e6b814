"""Recorders that are not synchronised, as a table: recorder, interval_ms, nearer (or note "nearer NAME")."""

from pathlib import Path

from .order import Heard
from .tables import TableProblems, rows_of


def read_intervals(path: Path) -> tuple[tuple[str, str], list[Heard]]:
    """(the two sources, ascending; one Heard a row).

    raises  TableProblems: a column is missing, an interval is no number, not two sources are named
    """
    problems: list[str] = []
    heard: list[Heard] = []
    for line, row in rows_of(path):
        if "recorder" not in row or not ({"interval_ms", "interval_s"} & set(row)):
            raise TableProblems(
                path.name,
                [
                    f"{path.name}, line 1: found columns {', '.join(row)}; expected recorder,interval_ms,nearer"
                ],
            )
        text, scale = (row["interval_ms"], 1e-3) if "interval_ms" in row else (row["interval_s"], 1.0)
        try:
            interval = float(text) * scale
            if not 0.0 <= interval < 3600.0:
                raise ValueError
        except ValueError:
            problems.append(
                f"{path.name}, line {line}: interval: found {text!r}, expected a number of 0 or more"
            )
            continue
        note = row.get("note", "")
        nearer = row.get("nearer", "") or (note.removeprefix("nearer ") if note.startswith("nearer ") else "")
        heard.append(Heard(row["recorder"], interval, nearer))
    sources = sorted({one.nearer for one in heard if one.nearer})
    if not problems and len(sources) != 2:
        problems.append(
            f"{path.name}: column nearer: found {', '.join(sources) or 'no source'}; expected two sources, each at the "
            "recorder that stood nearer to it"
        )
    if problems:
        raise TableProblems(path.name, problems)
    return (sources[0], sources[1]), heard
