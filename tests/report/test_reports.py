"""The daily and weekly report: its structure, its languages, its lint, and the same bytes on every rebuild."""

import json
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import duckdb
import pytest

from holdfire.model.case import Case
from holdfire.model.errors import Misuse
from holdfire.report.daily import daily_report
from holdfire.report.lint import lint_report, lint_text
from holdfire.report.markdown import escape
from holdfire.report.phrasebook import LANGUAGES, SLOT, Phrasebook, phrases
from holdfire.report.publication import public_register
from holdfire.report.record import Record
from holdfire.report.reports import write_report
from holdfire.report.said import SaidReport, say_report

FIRST, SECOND, LAST = date(2021, 5, 1), date(2021, 5, 2), date(2021, 5, 3)


def _said(
    register: duckdb.DuckDBPyConnection, case: Case, lang: str, first: date = FIRST, last: date = FIRST
) -> SaidReport:
    with public_register(register, case) as public:
        return say_report(daily_report(Record(case, public), first, last), Phrasebook(lang, case.mandate))


def test_the_sections_stand_in_an_observer_missions_order(
    register: duckdb.DuckDBPyConnection, case: Case
) -> None:
    keys = [s.key for s in _said(register, case, "en").sections]
    assert keys == ["summary", "violations", "casualties", "restrictions", "findings", "contradictions", "unresolved",
                    "replies", "corrections", "coverage", "method"]  # fmt: skip


SENTENCES = [
    ("summary", "2 incidents on record: 1 told by both sides, 1 by one voice only."),
    ("summary", "That is more than in the previous period of the same length (0 incidents)."),
    (
        "summary",
        "Counted by the policy “SMM item”: 30 (25 to 35) violations that Alfaland says Betaland committed.",
    ),
    ("casualties", "Alfaland, killed: 2, as stated by Alfaland."),
    ("restrictions", "1 May 2021, 15:00, South Bank road: delay. The patrol waited for two hours."),
    ("findings", "Violation, not attributed: 1 finding."),
    ("replies", "Betaland, 2 May 2021, 20:00: “We did not fire; <b>see</b> our bulletin.”"),
    ("coverage", "Hill camera (camera): operational, 1 May 2021, 00:00 to 2 May 2021, 12:00."),
    ("withheld", "1 incident younger than the mandate's delay are withheld from the whole publication."),
]


@pytest.mark.parametrize(("key", "text"), SENTENCES)
def test_a_sentence_of_the_first_day(
    key: str, text: str, register: duckdb.DuckDBPyConnection, case: Case
) -> None:
    said = _said(register, case, "en")
    texts = [s.text.replace("\N{NO-BREAK SPACE}", " ") for s in said.all_sentences()]
    assert text in texts


def test_every_sentence_cites_rows_that_are_published(
    register: duckdb.DuckDBPyConnection, case: Case
) -> None:
    with public_register(register, case) as public:
        record = Record(case, public)
        said = say_report(daily_report(record, FIRST, LAST), Phrasebook("en", case.mandate))
        known = {
            *record.statements,
            *record.incidents,
            *record.exhibits,
            *(f["finding_id"] for f in record.findings),
        }
        for sentence in said.all_sentences():
            assert sentence.cites or sentence.note, sentence.text
            for kind, row_id in sentence.cites:
                assert kind in ("table", "policy", "log", "coverage") or row_id in known, (kind, row_id)


def test_a_report_of_several_days_gives_the_day_of_each_row(
    register: duckdb.DuckDBPyConnection, case: Case
) -> None:
    cells = {
        row.statement_id: row.cells[-1]
        for s in _said(register, case, "en", FIRST, LAST).sections
        for a in s.areas
        for row in a.rows
    }
    assert cells["st-a1"] == "1 May, 12:30"
    assert cells["st-o1"] == "1 May, 12:00–13:00"


def test_a_denial_is_no_row_of_the_table(register: duckdb.DuckDBPyConnection, case: Case) -> None:
    rows = [row.statement_id for s in _said(register, case, "en").sections for a in s.areas for row in a.rows]
    assert "st-a1" in rows
    assert "st-b2" not in rows


def test_a_hedged_number_keeps_its_hedge(register: duckdb.DuckDBPyConnection, case: Case) -> None:
    cells = {
        row.statement_id: row.cells
        for s in _said(register, case, "en").sections
        for a in s.areas
        for row in a.rows
    }
    assert cells["st-a1"][3] == "about 30"
    assert cells["st-o1"][1:7] == ("", "heard", "12", "explosion", "undetermined", "")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_our_own_sentences_pass_the_lint_in_every_language(
    lang: str, register: duckdb.DuckDBPyConnection, case: Case
) -> None:
    assert lint_report(_said(register, case, lang, FIRST, LAST)) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_language_has_every_phrase_with_the_same_values(lang: str) -> None:
    english, other = phrases("en"), phrases(lang)
    assert english.keys() <= other.keys()
    for table in english:
        if table != "lint":
            assert english[table].keys() <= other[table].keys(), table
    for key, phrase in english["phrase"].items():
        assert {name for name, _ in SLOT.findall(phrase)} == {
            name for name, _ in SLOT.findall(other["phrase"][key])
        }, key


LINTED = [
    ("It is likely that the fire came from there.", []),
    ("It is likely, with high confidence, that it happened.", ["likelihood_with_confidence"]),
    ("The attack was probably brutal.", ["other_likelihood_word", "judging_word"]),
    (
        "One says: “a brutal attack, with high confidence”; it is likely.",
        [],
    ),  # the speaker answers for his words
    ("The brutality of a word inside another is no word: unlikelyhood.", []),
    ("The mission holds with confidence that the row exists.", []),
]


@pytest.mark.parametrize(("text", "rules"), LINTED)
def test_the_lint(text: str, rules: list[str]) -> None:
    assert [p.rule for p in lint_text(text, "en")] == rules


PLURALS = [("ru", 1, "инцидент"), ("ru", 2, "инцидента"), ("ru", 5, "инцидентов"), ("ru", 21, "инцидент"), ("ru", 11, "инцидентов"),
           ("en", 1, "incident"), ("en", 0, "incidents"), ("hy", 7, "միջադեպ"), ("az", 3, "insident")]  # fmt: skip


@pytest.mark.parametrize(("lang", "n", "noun"), PLURALS)
def test_a_number_takes_its_nouns_form(lang: str, n: int, noun: str, case: Case) -> None:
    said = Phrasebook(lang, case.mandate).say("finding", {"outcome": "x", "n": n})
    incident = Phrasebook(lang, case.mandate).say("withheld", {"n": n})
    assert f"{n}\N{NO-BREAK SPACE}{noun}" in incident
    assert str(n) in said


DATES = [("en", "1 May 2021"), ("ru", "1 мая 2021"), ("hy", "01 մայիսի, 2021"), ("az", "1 may 2021")]


@pytest.mark.parametrize(("lang", "words"), DATES)
def test_a_date_in_words(lang: str, words: str, case: Case) -> None:
    assert words in Phrasebook(lang, case.mandate).day(FIRST)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_pdf_is_byte_identical_on_rebuild(
    lang: str, register: duckdb.DuckDBPyConnection, case: Case, tmp_path: Path
) -> None:
    first = (
        write_report(register, case, tmp_path / "a", FIRST, FIRST, formats=("pdf",), lang=lang)
        .paths[0]
        .read_bytes()
    )
    again = (
        write_report(register, case, tmp_path / "b", FIRST, FIRST, formats=("pdf",), lang=lang)
        .paths[0]
        .read_bytes()
    )
    assert first == again
    assert first.startswith(b"%PDF-1.")
    assert b"pdfaid:part" in first  # PDF/A's own mark
    assert b"pdfaid:conformance" in first


def test_the_pdf_holds_armenian_cyrillic_and_azerbaijani_letters(
    register: duckdb.DuckDBPyConnection, case: Case, tmp_path: Path
) -> None:
    import pdfplumber

    for lang, word in (("hy", "միջադեպ"), ("ru", "Ежедневный доклад"), ("az", "Gündəlik hesabat")):
        path = write_report(register, case, tmp_path, FIRST, FIRST, formats=("pdf",), lang=lang).paths[0]
        with pdfplumber.open(path) as pdf:
            text = "\n".join(page.extract_text() or "" for page in pdf.pages)
        assert word in text


def test_all_formats_say_the_same_sentences(
    register: duckdb.DuckDBPyConnection, case: Case, tmp_path: Path
) -> None:
    written = write_report(register, case, tmp_path, FIRST, LAST, formats=("html", "md", "json"))
    assert [p.name for p in written.paths] == [
        f"report-2021-05-01-to-2021-05-03.en.{f}" for f in ("html", "md", "json")
    ]
    html, markdown, data = (p.read_text(encoding="utf-8") for p in written.paths)
    sentences = [s["text"] for section in json.loads(data)["sections"] for s in section["sentences"]]
    assert len(sentences) > 15
    for text in sentences:
        assert escape(text) in markdown
        assert re.sub(r"[&<>\"']", "", text) in re.sub(
            r"[<>\"']", "", re.sub(r"&(lt|gt|amp|#34|#39);", "", html)
        )


def test_markdown_leaves_no_live_markup_of_a_source(
    register: duckdb.DuckDBPyConnection, case: Case, tmp_path: Path
) -> None:
    text = (
        write_report(register, case, tmp_path, FIRST, LAST, formats=("md",))
        .paths[0]
        .read_text(encoding="utf-8")
    )
    assert "<b>see</b>" not in text
    assert r"\<b\>see\</b\>" in text


WRONG = [
    ({"first": SECOND, "last": FIRST}, "before --from"),
    ({"first": FIRST, "last": date(2023, 1, 1)}, "at most 366 days"),
    ({"first": FIRST, "last": FIRST, "formats": ("docx",)}, "expected some of"),
    ({"first": FIRST, "last": FIRST, "lang": "xx"}, "expected one of en, ru, hy, az"),
]


@pytest.mark.parametrize(("asked", "message"), WRONG)
def test_what_cannot_be_asked_is_said(
    asked: dict[str, object], message: str, register: duckdb.DuckDBPyConnection, case: Case, tmp_path: Path
) -> None:
    first, last = asked.pop("first"), asked.pop("last")
    with pytest.raises(Misuse, match=message):
        write_report(register, case, tmp_path, first, last, **asked)  # type: ignore[arg-type]


def test_no_protected_value_is_in_any_report(
    register: duckdb.DuckDBPyConnection, case: Case, tmp_path: Path, protected_values: list[str]
) -> None:
    import pdfplumber

    for path in write_report(register, case, tmp_path, FIRST, LAST).paths:
        if path.suffix == ".pdf":
            with pdfplumber.open(path) as pdf:
                text = "\n".join(page.extract_text() or "" for page in pdf.pages)
        else:
            text = path.read_text(encoding="utf-8")
        for value in protected_values:
            assert value.lower() not in text.lower(), (path.name, value)


def test_the_command_needs_a_day_or_both_ends(case: Case) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "holdfire.cli.main", "report", str(case.root), "--from", "2021-05-01"],
        capture_output=True,
        text=True,
    )
    assert run.returncode == 2
    assert "both --from D and --to D" in run.stderr
