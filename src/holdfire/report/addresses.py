"""Where each row's page lies in the published folder: one table, so that no template knows a path."""

import re
from typing import Any

from .record import Record

UNSAFE = re.compile(r"[^A-Za-z0-9_.-]")


def file_name(row_id: str) -> str:
    """An id as a file name: our ids are safe already; anything else loses what could leave the folder."""
    return UNSAFE.sub("_", row_id).lstrip(".") or "_"


class Addresses:
    """Paths relative to the folder's root; an id that is not published leads to the page that says why."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self.finding_incident = {f["finding_id"]: f["incident_id"] for f in record.findings}

    def of(self, kind: str, row_id: Any) -> str:
        record, key = self.record, str(row_id)
        if kind == "evidence":
            kind = self._kind_of(key)
        match kind:
            case "incident" if key in record.incidents:
                return f"incidents/{file_name(key)}.html"
            case "incidents_at" if key in record.incidents:
                return f"incidents.html#{key}"
            case "statement" if key in record.statements:
                return f"exhibits/{file_name(record.statements[key]['exhibit_id'])}.html#{key}"
            case "sound" if key in record.sounds:
                return f"exhibits/{file_name(record.sounds[key]['exhibit_id'])}.html#{key}"
            case "exhibit" if key in record.exhibits:
                return f"exhibits/{file_name(key)}.html"
            case "finding" if key in self.finding_incident:
                return f"incidents/{file_name(self.finding_incident[key])}.html#{key}"
            case "day":
                return f"days/{file_name(key)}.html"
            case "policy":
                return f"counts/{file_name(key)}.html"
            case "source" | "coverage":
                return f"sources.html#{key}"
            case "contradiction":
                return f"contradictions.html#{key}"
            case "log":
                return f"log.html#e{key}"
            case "table":
                return "verify.html#tables"
        return "verify.html#withheld"

    def _kind_of(self, key: str) -> str:
        record = self.record
        for kind, rows in (("statement", record.statements), ("sound", record.sounds), ("incident", record.incidents),
                           ("exhibit", record.exhibits), ("finding", self.finding_incident)):  # fmt: skip
            if key in rows:
                return kind
        return "coverage" if any(c.coverage_id == key for c in record.case.coverage) else "withheld"
