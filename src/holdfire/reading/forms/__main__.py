"""Writes the shipped XLSForms beside their sheets."""

from . import FOLDER, FORMS, write_xlsform

for form in FORMS:
    write_xlsform(form, FOLDER / f"{form}.xlsx")
    print(FOLDER / f"{form}.xlsx")
