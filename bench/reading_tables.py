"""A synthetic table of violations, as a page and as a ruled PDF: how many cells are read as they were written."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from bench.figures import Figure


def table_figures(rows: int, seed: int) -> Iterable[Figure]:
    """A synthetic table of violations, as a page and as a ruled PDF: the share of cells that are read as they were written."""
    import random

    from holdfire.intake.split import split
    from holdfire.reading.files import read_split
    from holdfire.reading.pack import load_pack

    chance = random.Random(seed)
    pack = load_pack("eastern-ukraine")
    header = [
        "SMM position",
        "Event location",
        "Means",
        "No.",
        "Observation",
        "Description",
        "Weapon",
        "Date, time",
    ]
    truth: list[dict[str, Any]] = []
    cells: list[list[str]] = []
    for _ in range(rows):
        position = chance.choice(
            ["SMM camera in Svitlodarsk", "Horlivka", "SMM camera in Avdiivka", "Popasna"]
        )
        low = chance.randint(1, 5)
        high, wind = low + chance.randint(1, 4), chance.choice(["N", "NE", "E", "SE", "S", "SW", "W", "NW"])
        means, n = chance.choice(["Heard", "Saw", "Recorded"]), chance.randint(1, 400)
        observation, weapon, kind = chance.choice(
            [
                ("Explosion", "N/K", "explosion_undetermined"),
                ("Burst", "HMG", "machine_gun"),
                ("Shot", "Small arms", "small_arms"),
                ("Explosion", "82mm mortar", "mortar"),
                ("Projectile", "N/K", "other"),
            ]
        )
        description = chance.choice(["Impact", "Outgoing", "Undetermined"])
        day, hour, minute = chance.randint(1, 28), chance.randint(0, 23), chance.randint(0, 59)
        cells.append(
            [
                position,
                f"{low}-{high}km {wind}",
                means,
                str(n),
                observation,
                description,
                weapon,
                f"{day}-Jun, {hour:02d}:{minute:02d}",
            ]
        )
        truth.append(
            {
                "kind": kind,
                "count": n,
                "means": means.lower().replace("saw", "saw"),
                "description": description.lower(),
                "time": f"{hour:02d}:{minute:02d}",
                "day": day,
                "sector": (float(low), float(high)),
                "place": position.split()[-1],
            }
        )
    page = "<html><body><article><h1>Table of ceasefire violations</h1><p>Perceived from the positions of the observers in the period.</p><table>"
    page += (
        "".join(
            "<tr>" + "".join(f"<{t}>{c}</{t}>" for c in row) + "</tr>"
            for row, t in [(header, "th"), *[(c, "td") for c in cells]]
        )
        + "</table></article></body></html>"
    )
    files = [("page", page.encode(), "t.html"), ("ruled PDF", _ruled_pdf([header, *cells]), "t.pdf")]
    for name, data, file_name in files:
        read = read_split(
            split(data, file_name), pack, published=date(2017, 6, 29), source="OSCE SMM", doc_id="t"
        )
        found = [s for s in read.statements if s.rule == "table.violations"]
        right = 0
        for want, s in zip(truth, found, strict=False):
            got = {
                "kind": s.kind,
                "count": s.count,
                "means": s.means,
                "description": s.description,
                "time": s.time,
                "day": s.date_start.day if s.date_start else 0,
                "sector": s.sector[2:] if s.sector else None,
                "place": s.places[0].name if s.places else "",
            }
            right += sum(got[key] == value for key, value in want.items())
        yield Figure(
            f"table of violations, {name}: cells read right",
            right / (rows * 8),
            f"of {rows * 8}, seed {seed}",
            0.99,
        )


def _ruled_pdf(rows: list[list[str]]) -> bytes:
    import typst

    body = ", ".join(f"[{cell}]" for row in rows for cell in row)
    source = f"#set page(width: 40cm, height: 28cm, margin: 1cm)\n#set text(size: 7pt)\n= Table of ceasefire violations\n#table(columns: {len(rows[0])}, stroke: 0.5pt, {body})"
    return typst.compile(source.encode())  # type: ignore[no-any-return]
