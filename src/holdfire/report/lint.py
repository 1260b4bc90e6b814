"""What a sentence of ours may not say: a report is dry, sourced, and speaks of likelihood in one set of words.

- never a likelihood and a level of confidence in one sentence (ICD-203)
- likelihood in the words of one row only; the synonyms of ICD-203's other row are not mixed in
- no adjective that judges: evaluative words stand only inside quotation marks, where their speaker answers for them
- every sentence cites its rows, unless it is a note on the report itself

Words are data of each language (`[lint]` of phrases/<lang>.toml). Pure: sentences in, problems out.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from .phrasebook import phrases
from .said import SaidReport, SaidSentence

QUOTED = re.compile(r"“[^”]*”|«[^»]*»|\"[^\"]*\"|‘[^’]*’")


@dataclass(frozen=True)
class LintProblem:
    """rule: likelihood_with_confidence, other_likelihood_word, judging_word, no_rows"""

    rule: str
    word: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.rule.replace('_', ' ')} ({self.word}): {self.sentence}"


def lint_text(text: str, lang: str) -> list[LintProblem]:
    """Problems of one sentence's words; what stands in quotation marks is its speaker's and is not looked at."""
    words = phrases(lang)["lint"]
    own = QUOTED.sub(" ", text).lower()
    likelihood = [w for w in words["likelihood"] if _has(own, w)]
    confidence = [w for w in words["confidence"] if _has(own, w)]
    problems = []
    if likelihood and confidence:
        problems.append(LintProblem("likelihood_with_confidence", f"{likelihood[0]}, {confidence[0]}", text))
    problems += [LintProblem("other_likelihood_word", w, text) for w in words["other_row"] if _has(own, w)]
    problems += [LintProblem("judging_word", w, text) for w in words["forbidden"] if _has(own, w)]
    return problems


def lint_sentences(sentences: Iterable[SaidSentence], lang: str) -> list[LintProblem]:
    """Problems of a report's sentences, in their order."""
    problems: list[LintProblem] = []
    for sentence in sentences:
        if not sentence.cites and not sentence.note:
            problems.append(LintProblem("no_rows", "no row cited", sentence.text))
        problems += lint_text(sentence.text, lang)
    return problems


def lint_report(report: SaidReport) -> list[LintProblem]:
    return lint_sentences(report.all_sentences(), report.lang)


def _has(text: str, word: str) -> bool:
    """The word as a whole word. Letters of every script count as letters."""
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text) is not None
