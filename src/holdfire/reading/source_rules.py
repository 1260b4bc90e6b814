"""Which rule of the source registry a document falls under: its id, its outlet, or the words it opens with."""

import re

from .pack import Pack
from .pack_parts import SourceRule
from .tokens import fold, tokenise


def source_rule(pack: Pack, source: str | None, opening: str) -> SourceRule | None:
    """The registry's rule for a source id, an outlet's name or a domain; without one, for the words that a text opens with.

    The longest match wins, so "azertag.az" is not read as ".az"; "X via Y" is X's text, which Y only passes on.
    """
    source = _told_first(source)
    plain = fold(source or "")
    hits = [(len(m), rule) for rule in pack.sources for m in rule.match if _is_of_source(m, plain)]
    if not hits and _LETTERHEAD.search(opening):
        folded = fold(opening)
        hits = [
            (len(m), rule)
            for rule in pack.sources
            for m in rule.match
            if rule.family == "osce" and m in folded
        ]
    if not hits:
        lowered = opening.lower()  # most names stand nowhere in it, and need no second look
        hits = [
            (len(m), rule)
            for rule in pack.sources
            for m in rule.match
            if rule.family != "osce" and m in lowered and _in_dateline(m, opening)
        ]
    return max(hits, key=lambda hit: hit[0])[1] if hits else _named_source(pack, source)


def _told_first(source: str | None) -> str | None:
    return (
        re.split(r"\s+via\s+", source, maxsplit=1)[0]
        if source and source.split(" via ")[0].strip()
        else source
    )


_SHORT_NAME = 4  # letters of a source's name that must stand alone


def _is_of_source(match: str, source: str) -> bool:
    """The registry's word stands in the source's name; a country's domain (".az") ends a name in it."""
    if match.strip() not in source:
        return False
    if match[:1] != "." and len(match.strip()) <= _SHORT_NAME:  # "apa" is no part of "japan"
        return re.search(rf"(?<!\w){re.escape(match.strip())}(?!\w)", source) is not None
    if not match.startswith("."):
        return match in source
    return re.search(re.escape(match) + r"(?![a-z0-9-])", source) is not None


_LETTERHEAD = re.compile(
    r"special monitoring mission|daily report|spot report|monitoring mission .{0,40}report", re.IGNORECASE
)


def _named_source(pack: Pack, source: str | None) -> SourceRule | None:
    """A source that no registry lists but that says whose it is: "Press service of the Army of X", "MoD Y"."""
    if not source:
        return None
    marks = pack.lexicon.scan(tokenise(source, 0, len(source)))
    sides = {
        m.payload.party
        for m in marks.get("party", ())
        if pack.takes_sides(m.payload.party)
        and (m.payload.form in ("force", "body", "group") or marks.get("body"))
    }
    if len(sides) != 1:
        return None
    party = sides.pop()
    return SourceRule("named", (), "ministry", party, party, "previous_24h")


def _in_dateline(needle: str, opening: str) -> bool:
    """An outlet names itself in its dateline: "BAKU, July 13. Trend:", "YEREVAN, MARCH 21, ARMENPRESS.", "/TASS/"."""
    for hit in re.finditer(re.escape(needle), opening, re.IGNORECASE):
        before, after = opening[hit.start() - 1 : hit.start()], opening[hit.end() : hit.end() + 1]
        if (before.isalnum() if before else False) or (after.isalnum() if after else False):
            continue
        if after in (":", "/") or (
            hit[0].isupper() and len(hit[0]) > 3 and after in (".", "\n", "", "։", ",")
        ):
            return True
    return False
