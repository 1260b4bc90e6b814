"""Which part of a saved page is not the article: reader comments, reply form, newsletter box, related stories, the rest.

A page saved as text has no tags; the words that sites set above those parts are the only fence. Each rule is a whole
line. A section lasts until another rule's line; a one-line rule marks its own line only.
The words are those of common site software in the languages of the packs; they hold no outlet's name.
"""

import re
from dataclasses import dataclass

from holdfire.model.kinds import BlockRole

COMMENT, RELATED, BOILERPLATE = BlockRole.READER_COMMENT, BlockRole.RELATED, BlockRole.BOILERPLATE


@dataclass(frozen=True)
class SectionRule:
    """`lasts` false: the line alone has the role, and what follows is what it was before."""

    role: BlockRole
    lasts: bool
    pattern: re.Pattern[str]


def _rule(role: BlockRole, lasts: bool, *alternatives: str) -> SectionRule:
    return SectionRule(role, lasts, re.compile(rf"(?:{'|'.join(alternatives)})", re.I))


RULES: tuple[SectionRule, ...] = (
    _rule(
        COMMENT, True,
        r"(?:\d+|one|no)\s+(?:comments?|replies|responses|thoughts?)(?:\s+(?:on|to)\b.{0,160})?:?",
        r"(?:readers?['’]?s?\s+)?comments?\s*(?:\(\d+\)|\d+)", r"(?:reader|user|readers['’]|users['’])\s+comments?:?", r"comments?:?",
        r"(?:\d+\s+)?(?:комментари[йяеив]+|коментар[іиійв]+)\s*(?:\(?\d+\)?)?:?", r"комментарии читателей:?",
        r"(?:\d+\s+)?մեկնաբանություն(?:ներ)?\s*(?:\(?\d+\)?)?:?", r"(?:\d+\s+)?şərh(?:lər)?\s*(?:\(?\d+\)?)?:?",
        r"(?:\d+\s+)?(?:التعليقات|تعليقات|تعليق)\s*(?:\(?\d+\)?)?:?", r"(?:\d+\s+)?yorum(?:lar)?\s*(?:\(?\d+\)?)?:?",
        r"\d+\s+(?:kommentare?|commentaires?|comentarios?|commenti)", r"kommentare", r"commentaires?",
    ),
    _rule(
        BOILERPLATE, True,
        r"(?:leave|post|write|add)\s+a\s+(?:reply|comment)\b.{0,60}", r"cancel reply", r"join the (?:discussion|conversation)",
        r"(?:sign up|subscribe)\b.{0,80}(?:newsletter|newsletters|updates|mailing list|inbox|channel).{0,60}", r"(?:our )?newsletters?",
        r"get notified\b.{0,120}", r"stay (?:informed|updated|up to date)\b.{0,80}",
        r"(?:оставить|добавить|написать)\s+комментарий\b.{0,40}", r"(?:залишити|додати)\s+коментар\b.{0,40}",
        r"подписа(?:ться|тесь)\b.{0,80}", r"подпишитесь\b.{0,80}", r"підпи(?:сатися|шіться|сатись)\b.{0,80}",
        r"թողնել մեկնաբանություն", r"şərh (?:yaz|əlavə et).{0,20}", r"(?:اترك|أضف) (?:تعليق|ردا|رد).{0,30}", r"yorum (?:yap|yaz).{0,20}",
    ),
    _rule(
        RELATED, True,
        r"you (?:may|might) (?:also )?(?:like|be interested in)\b.{0,40}", r"related(?:\s+(?:articles?|stories|posts?|news|topics|content|items))?:?",
        r"more (?:from|on|in|news|stories)\b.{0,60}", r"(?:most|also)\s+(?:read|popular|viewed)\b.{0,20}", r"recommended(?: for you)?:?",
        r"(?:latest|other|top|trending|popular|recent)\s+(?:news|stories|articles|posts|headlines)\b.{0,20}", r"trending(?: now)?",
        r"read (?:next|more|also):?", r"see also:?", r"don['’]t miss:?",
        r"читайте также:?", r"(?:похожие|другие|последние|ещё|еще)\s+(?:новости|материалы|статьи)\b.{0,30}", r"(?:новости|материалы) по теме:?", r"по теме:?",
        r"читайте також:?", r"(?:схожі|інші|останні)\s+(?:новини|матеріали)\b.{0,30}",
        r"կարդացեք նաև:?", r"(?:oxşar|digər|son)\s+xəbərlər:?", r"həmçinin oxuyun:?", r"(?:اقرأ|إقرأ) أيضا?ً?:?", r"(?:مواضيع|أخبار) ذات صلة:?", r"ilgili haberler:?",
    ),
    _rule(
        BOILERPLATE, False,
        r"share(?: this)?(?: (?:article|story|post|on)\b.{0,60})?:?", r"(?:print|e-?mail|tweet|facebook|twitter|telegram|whatsapp|linkedin|copy link)",
        r"(?:©|\(c\)|copyright\b).{0,200}", r"all rights reserved.{0,80}", r"advertisements?", r"sponsored(?: content)?", r"реклама",
        r"your email address will not be published.{0,80}", r"required fields are marked.{0,20}", r"(?:terms of (?:use|service)|privacy policy|cookie policy|contact us|about us)(?:\s*[|·].{0,120})?",
        r"follow us\b.{0,80}", r"skip to (?:main )?content", r"(?:we use|this (?:web)?site uses) cookies\b.{0,300}", r"accept (?:all )?cookies?", r"back to top",
        r"tags?:.{0,200}", r"поделиться:?", r"все права защищены.{0,80}",
    ),
    _rule(RELATED, False, r"(?:read|see) (?:also|more|next)\s*[:|–-]\s*.{1,200}", r"читайте (?:также|також)\s*[:|–-]\s*.{1,200}", r"related\s*[:|]\s*.{1,200}"),
)  # fmt: skip
"""Tried in order; a rule must match the whole line."""


def rule_for(line: str) -> SectionRule | None:
    """The rule whose words are this whole line, or None. Lines over 300 characters are never a fence."""
    plain = " ".join(line.split()).strip("*_#|•·—–- ")
    if not plain or len(plain) > 300:
        return None
    for rule in RULES:
        if rule.pattern.fullmatch(plain):
            return rule
    return None


def opens_after_article(rule: SectionRule, paragraphs_before: int) -> bool:
    """A section of comments or related stories follows an article; the same word at the top of a report is a heading.

    A comment heading needs two paragraphs of article before it, other lasting sections one, single lines none.
    """
    if not rule.lasts:
        return True
    return paragraphs_before >= (2 if rule.role is COMMENT else 1)
