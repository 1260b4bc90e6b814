"""XLSForms that we ship for patrols: the survey, choices and settings sheets as CSV, written as one workbook.

`python -m holdfire.reading.forms` writes the .xlsx beside the sheets; the same sheets give the same cells.
"""

import csv
from pathlib import Path

FORMS = ("patrol_report", "impact_site")
SHEETS = ("survey", "choices", "settings")
FOLDER = Path(__file__).parent


def rows_of(form: str, sheet: str) -> list[list[str]]:
    """The rows of one sheet, its header first."""
    with (FOLDER / f"{form}.{sheet}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def write_xlsform(form: str, path: Path) -> None:
    """One workbook with the three sheets that ODK and Kobo ask for."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet in SHEETS:
        page = book.create_sheet(sheet)
        for row in rows_of(form, sheet):
            page.append(row)
    book.save(path)
