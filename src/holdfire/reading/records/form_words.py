"""What the shipped forms call their questions and choices: an export may show names ("means", "heard") or, in one of three
languages, labels ("How it was perceived", "heard"). Read from the workbooks themselves, once.
"""

import re
from dataclasses import dataclass
from functools import cache

from holdfire.data import forms_dir
from holdfire.intake.column_names import column_key, group_key


@dataclass(frozen=True)
class FormWords:
    """questions: key of a label -> name of the question; choices: (name, key of a label) -> name of the choice; names of questions."""

    questions: dict[str, str]
    choices: dict[tuple[str, str], str]
    names: frozenset[str]


@cache
def form_words() -> FormWords:
    """Of every form in the data folder. A label that two questions share is left out: it tells neither."""
    from openpyxl import load_workbook

    questions: dict[str, set[str]] = {}
    choices: dict[tuple[str, str], str] = {}
    known: set[str] = set()
    for path in sorted(forms_dir().glob("*.xlsx")):
        book = load_workbook(path, read_only=True)
        lists: dict[str, list[dict[str, str]]] = {}
        for choice in _rows(book["choices"]):
            lists.setdefault(choice["list_name"], []).append(choice)
        for question in _rows(book["survey"]):
            known.add(question["name"])
            for label in _labels(question):
                questions.setdefault(label, set()).add(question["name"])
            kind, _, list_name = question["type"].partition(" ")
            for choice in lists.get(list_name, []) if kind.startswith("select") else []:
                for label in _labels(choice):
                    choices[question["name"], label] = choice["name"]
        book.close()
    single = {label: names.pop() for label, names in questions.items() if len(names) == 1}
    return FormWords(single, choices, frozenset(known - {""}))


def by_name(fields: dict[str, str]) -> dict[str, str]:
    """The same cells under the forms' names, labels of choices turned into the choices' names; other columns stay.

    A group may stand before the name with a stroke, a hyphen, a colon or a point, as the several exports write it.
    A question of several choices may come as one column a choice, "means/heard" with 1 or TRUE: those are put together.
    """
    words = form_words()
    out: dict[str, str] = {}
    ticked: dict[str, list[str]] = {}
    for name, stated in fields.items():
        column = words.questions.get(group_key(name)) or words.questions.get(column_key(name)) or name
        last = re.split(r"[/\-:.]", name)[-1]
        if column not in words.names and last in words.names:
            column = last
        value = words.choices.get((column, column_key(stated)), stated)
        parent, _, choice = name.rpartition("/")
        if parent and value.strip().lower() in ("1", "true") and parent not in fields:
            ticked.setdefault(group_key(parent), []).append(choice)
        if column not in out or not out[column]:
            out[column] = value
    for parent, chosen in ticked.items():
        out.setdefault(parent, " ".join(chosen))
    return out


def _rows(sheet: object) -> list[dict[str, str]]:
    rows = [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]  # type: ignore[attr-defined]
    return [dict(zip(rows[0], row, strict=False)) for row in rows[1:] if any(row)]


def _labels(row: dict[str, str]) -> set[str]:
    return {column_key(value) for name, value in row.items() if name.startswith("label") and value}
