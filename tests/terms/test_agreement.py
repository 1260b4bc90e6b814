"""Agreement files: every shipped one holds its own cases; every fault of a bad one is named, all at once."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from holdfire.model.errors import Problems, Unreadable
from holdfire.terms.agreement import agreement_of, read_agreement, read_agreements
from holdfire.terms.examples import run_examples

DATA = Path(__file__).resolve().parents[2] / "src/holdfire/data"
SHIPPED = sorted([*DATA.glob("agreements/*.toml"), *DATA.glob("tavush_2020/agreement/*.toml")])


@pytest.mark.parametrize("path", SHIPPED, ids=lambda p: p.stem)
def test_a_shipped_agreement_holds_its_own_cases(path: Path) -> None:
    for ran in run_examples(read_agreement(path)):
        assert ran.holds, f"{ran.example.name}: {ran.outcome} {ran.party}\n" + "\n".join(ran.why)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda p: p.stem)
def test_a_shipped_agreement_says_what_is_not_known(path: Path) -> None:
    assert read_agreement(path).not_known


def test_every_executed_clause_of_the_worked_example_has_a_case() -> None:
    for agreement in read_agreements(DATA / "tavush_2020/agreement"):
        tested = {example.clause_id for example in agreement.examples}
        assert {c.clause_id for c in agreement.clauses if c.is_executable} <= tested


def test_a_changed_rule_fails_its_case() -> None:
    text = (DATA / "tavush_2020/agreement/1995-02-04-incidents.toml").read_text(encoding="utf-8")
    changed = agreement_of(
        tomllib.loads(text.replace('replied_within", hours = 6', 'replied_within", hours = 5')), "x.toml"
    )
    assert [r.example.name for r in run_examples(changed) if not r.holds] == [
        "a reply after exactly six hours is in time"
    ]


HEAD = 'id = "x"\nname = "X"\nsource = "S"\nparties = ["A", "B"]\n'
FAULTS = [  # file, what every message must name
    ('[[clause]]\nid="1"\nsays="s"\ncovers=[{is="keyword_score"}]\nbreach=[]', ["clause 1", "keyword_score", "expected a predicate"]),
    ('[[clause]]\nid="1"\nsays="s"\ncovers=[{is="near_line", km=3}]\nbreach=[]', ["near_line.line: missing"]),
    ('[[clause]]\nid="1"\nsays="s"\ncovers=[{is="near_line", line="l", km="far"}]\nbreach=[]', ["'far'", "a number"]),
    ('[[clause]]\nid="1"\nsays="s"\ncovers=[{is="kind_in", kinds=["cannon"]}]\nbreach=[]', ["'cannon'"]),
    ('[[clause]]\nid="1"\nsays="s"\nfrom=2020-01-01\nbreach=[]', ["from", "a time with its zone"]),
    ('[[clause]]\nid="1"\nsays="s"\nfrom=2020-01-02T00:00:00Z\nto=2020-01-01T00:00:00Z\nbreach=[]', ["to", "after the clause begins"]),
    ('[[clause]]\nid="1"\nsays="s"\nin_force="maybe"\nbreach=[]', ["in_force", "'maybe'"]),
    ('[[clause]]\nid="1"\nsays="s"\nparties=["C"]\nbreach=[]', ["parties", "'C'"]),
    ('[[clause]]\nid="1"\nsays="s"\nseverity="high"\nbreach=[]', ["severity", "unknown key"]),
    ('[[clause]]\nid="1"\nsays="s"\nbreach=[]\n[[clause.exception]]\nid="e"\nsays="s"\nwhen=[]', ["exception e", "at least one predicate"]),
    ('[[clause]]\nid="1"\nversion="a"\nsays="s"\nfrom=2020-01-01T00:00:00Z\nbreach=[]\n'
     '[[clause]]\nid="1"\nversion="b"\nsays="s"\nfrom=2021-01-01T00:00:00Z\nbreach=[]', ["'a' and 'b' overlap"]),
    ('[[clause]]\nid="1"\nsays="s"\nbreach=[]\n[[clause]]\nid="1"\nsays="s"\nbreach=[]', ["given twice", "overlap"]),
    ('[[deadline]]\nafter="a"\nexpects="b"\nhours=-6', ["deadline 1", "hours", "above 0"]),
    ('[[case]]\nclause="9"\nname="n"\ngiven={}\nexpect="grave"', ["case 'n'", "clause", "'9'"]),
    ('[[clause]]\nid="1"\nsays="s"\nbreach=[]\n[[case]]\nclause="1"\nname="n"\ngiven={colour="red"}\nexpect="divided"',
     ["given.colour", "expect", "'divided'"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "named"), FAULTS)
def test_a_fault_is_named_with_place_found_and_expected(text: str, named: list[str]) -> None:
    with pytest.raises(Problems) as caught:
        agreement_of(tomllib.loads(HEAD + text), "x.toml")
    for words in named:
        assert words in str(caught.value)


def test_every_fault_of_a_file_comes_at_once() -> None:
    text = "\n".join(text for text, _ in FAULTS[:4]).replace('id="1"', 'id="{}"')
    numbered = "".join(
        part + (str(i) if i < text.count("{}") else "") for i, part in enumerate(text.split("{}"))
    )
    with pytest.raises(Problems) as caught:
        agreement_of(tomllib.loads(HEAD + numbered), "x.toml")
    assert len(caught.value.problems) == 4


def test_versions_that_meet_do_not_overlap() -> None:
    text = (
        '[[clause]]\nid="1"\nversion="a"\nsays="s"\nfrom=2020-01-01T00:00:00Z\nto=2021-01-01T00:00:00Z\nbreach=[]\n'
        '[[clause]]\nid="1"\nversion="b"\nsays="s"\nfrom=2021-01-01T00:00:00Z\nbreach=[]'
    )
    assert len(agreement_of(tomllib.loads(HEAD + text), "x.toml").clauses) == 2


def test_several_starts_need_the_word_disputed() -> None:
    start = '[[clause.start]]\nfrom={}\nby="b"\nsource="s"\n'
    text = (
        '[[clause]]\nid="1"\nsays="s"\nbreach=[]\n'
        + start.format("2020-01-01T00:00:00Z")
        + start.format("2020-01-02T00:00:00Z")
    )
    with pytest.raises(Problems, match="disputed"):
        agreement_of(tomllib.loads(HEAD + text), "x.toml")


@pytest.mark.parametrize("content", [b"not [ toml", b"\xff\xfe"])
def test_what_is_no_toml_is_unreadable(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.toml"
    path.write_bytes(content)
    with pytest.raises(Unreadable, match=r"x\.toml"):
        read_agreement(path)


def test_the_faults_of_all_files_of_a_case_come_together(tmp_path: Path) -> None:
    for name in ("a.toml", "b.toml"):
        (tmp_path / name).write_text(HEAD + FAULTS[0][0], encoding="utf-8")
    with pytest.raises(Problems) as caught:
        read_agreements(tmp_path)
    assert len(caught.value.problems) == 2


def test_no_predicate_knows_a_party_or_a_source() -> None:
    folder = Path(__file__).resolve().parents[2] / "src/holdfire/terms"
    for path in sorted(folder.glob("*.py")):
        text: Any = path.read_text(encoding="utf-8")
        code = "".join(text.split('"""')[::2])
        for word in ('"AZE"', '"ARM"', "tavush", "minsk", "aze-mod", "arm-mod"):
            assert word not in code, f"{path.name} names {word}"
