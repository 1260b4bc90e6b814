"""Which phrase of a stretch of words can speak: a body, a person, a pronoun, "the ministry", residents; and how far its name goes."""

from .mention import Mention
from .metonyms import speaks_there
from .sentence import Sentence
from .speech import Phrase, Voices
from .verb_final import Option

REACH = 16


def speaking_phrase(
    sentence: Sentence,
    found: list[Mention],
    low: int,
    high: int,
    voices: Voices,
    *,
    nearest_right: bool,
    verb: int | None = None,
) -> Phrase | None:
    """The phrase that can speak in tokens low..high: nearest to the right end, or to the left end.

    Returns (party or "?" or None, words, tokens, names tied to it), or None where nothing there can speak.
    """
    tokens = sentence.tokens
    options = speaking_options(sentence, found, low, high, voices, nearest_right=nearest_right, verb=verb)
    if not options:
        return None
    if nearest_right:
        edge = high
        while edge > low and tokens[edge].kind == "punct":
            edge -= 1
        cut = max(
            (i for i in range(low, edge) if tokens[i].text in (",", '"', "”", "»", ";")), default=low - 1
        )
        near = [o for o in options if o[0] > cut]
        if tokens[high].text == "," and sentence.within(cut + 1, cut + 1, "which_that", "who"):
            described = [o for o in options if o[1] == cut - 1 and o[2] not in (None, "?")]
            near = described or near  # "X, which sent troops to support Y, said": X
        if tokens[high].text == "," and not near:
            near = [o for o in options if o[1] < cut and not sentence.signs(o[1] + 1, cut - 1)][-1:]
        if tokens[high].text == "," and all(o[2] == "?" for o in near):
            near = [o for o in options if o[1] == cut - 1 and o[2] not in (None, "?")] or near
        options = near or options  # "X, the monitoring body, said": X, whom the words between commas describe
    ours = [o for o in options if o[2] == "OWN"]
    if ours and nearest_right and ours[-1][1] >= high - 2:
        options = ours
    real = [o for o in options if o[2] not in (None, "?")]
    pool = real or options
    residents = [o for o in pool if o[2] == "RES"]
    if residents:
        pool = residents
    first, last, party = (
        max(pool, key=lambda o: (o[1], o[1] - o[0]))
        if nearest_right
        else min(pool, key=lambda o: (o[0], o[0] - o[1]))
    )
    seconded = _seconded(sentence, found, low, first, last) if nearest_right else None
    if seconded is not None:
        first, party = seconded.first, seconded.party
    begin, end = with_name(sentence, first, last, low, high)
    names = tuple(
        t.key
        for t in tokens[low : high + 1]
        if t.is_capital and t.kind == "word" and len(t.key) > 3 and not is_known_name(sentence, t.start)
    )
    is_office = party == "?" and bool(sentence.within(first, last, "body", "statement_word"))
    tied = names if is_office or party not in ("?", None, "OWN") else ()
    return party, sentence.says(begin, end), (begin, end), tied


def _seconded(sentence: Sentence, found: list[Mention], low: int, first: int, last: int) -> Mention | None:
    """ "A Ukrainian officer of the Joint Centre said", "the X side of the commission": he speaks for his side, not for both."""
    joint = sentence.within(low, last, "joint_body")  # its name, and its letters in brackets
    if not any(first <= m.last and m.first <= last for m in joint):
        return None
    sent = [
        m
        for m in found
        if m.what == "party"
        and m.last < joint[0].first
        and joint[0].first - m.last <= SECONDED_WITHIN
        and not any(j.first <= m.core <= j.last for j in sentence.of("joint_body"))
    ]
    if not sent or sentence.signs(sent[-1].last + 1, joint[0].first - 1) & {",", ";", ":"}:
        return None
    return sent[-1]


SECONDED_WITHIN = 7  # tokens: "the DPR's representative office in the"


def speaking_options(
    sentence: Sentence,
    found: list[Mention],
    low: int,
    high: int,
    voices: Voices,
    *,
    nearest_right: bool,
    verb: int | None = None,
) -> list[Option]:
    """Every phrase that can speak in tokens low..high; party "?" for a pronoun or a body without an owner.

    verb  the verb of saying, where a place may speak (metonyms.py)
    """
    tokens = sentence.tokens
    options: list[Option] = []
    for m in found:
        if m.first < low or m.last > high:
            continue
        if m.what == "party" and (
            m.stance in ("body", "plain")
            or (m.stance in ("agent", "origin") and not nearest_right)
            or (m.stance == "target" and m.head == "body")
            or speaks_there(sentence, m, verb)
        ):
            options.append((m.first, m.last, m.party))
        elif m.what == "pronoun" and sentence.is_word(m.first, "pronoun"):
            options.append((m.first, m.last, "?"))
        elif m.what == "pronoun" and m.head in ("force", "military", "body") and m.last == high:
            options.append((m.first, m.last, "?"))  # "its military said"
        elif m.what == "own" and sentence.is_word(m.first, "we"):
            options.append((m.first, m.last, "OWN"))
        elif m.what == "both":
            options.append((m.first, m.last, "BOTH"))
    if verb is not None and sentence.within(verb, verb, "they_say"):
        for match in sentence.within(low, high, "there"):  # "there they added"
            options.append((match.first, match.last, "?"))
    options += [(first, last, "RES") for first, last in _village_heads(sentence, low, high)]
    for match in sentence.of("resident"):
        if low <= match.first and match.last <= high and not _target_before(sentence, match.first):
            options.append((match.first, match.last, "RES"))
    if nearest_right and sentence.within(high + 1, high + 2, "told_verb"):
        for match in sentence.of(
            "civilian", "institution"
        ):  # "a man told the mission", "two hospitals told it"
            if low <= match.first and match.last <= high:
                options.append((match.first, match.last, "RES"))
    for match in sentence.of("body", "statement_word"):
        if (
            low <= match.first
            and match.last <= high
            and not any(a <= match.first <= b for a, b, _ in options)
        ):
            options.append((match.first, match.last, "?"))
    if voices.observed and not options and nearest_right:
        options += _soldiers_met(sentence, found, low, high)
    for at in range(low, high + 1):
        known = voices.names.get(tokens[at].key)
        if (
            known is not None
            and tokens[at].is_capital
            and not any(a <= at <= b and p not in (None, "?") for a, b, p in options)
        ):
            options.append((at, at, known[0]))
    return options


def _village_heads(sentence: Sentence, low: int, high: int) -> list[tuple[int, int]]:
    """ "N. N., head of Redal village, said": who heads a village speaks for its people."""
    found: list[tuple[int, int]] = []
    for match in sentence.within(low, high, "heads_place"):
        at = match.last + 1
        while at <= high and sentence.tokens[at].is_capital:
            at += 1
        if at > match.last + 1 and at <= high and sentence.is_word(at, "village"):
            found.append((match.first, at))
    return found


def _soldiers_met(sentence: Sentence, found: list[Mention], low: int, high: int) -> list[Option]:
    """ "The officer in charge there said": a soldier at the head of the clause, of a side that these words do not name."""
    named = any(low <= m.core <= high and m.what == "party" for m in found)
    if named or sentence.within(high + 1, high + 2, "perceive"):
        return []
    for match in sentence.within(low, high, "military"):
        if match.last < high and sentence.tokens[match.last + 1].is_capital:
            continue  # "General N. said": who he is stands in his name
        before = sentence.tokens[max(low, match.first - 3) : match.first]
        watches = sentence.within(match.first, match.last, "observer_word")
        if all(t.kind == "word" for t in before) and not watches and not sentence.signs(match.last + 1, high):
            return [(match.first, match.last, "?")]
    return []


def is_known_name(sentence: Sentence, start: int) -> bool:
    """The capital word is a party's, a body's, a place's or a month's, so it is nobody's name."""
    for category in (
        "party",
        "body",
        "force",
        "place",
        "months",
        "weekdays",
        "military",
        "statement_word",
        "truce",
        "outlet",
    ):
        for m in sentence.of(category):
            if sentence.tokens[m.first].start <= start <= sentence.tokens[m.last].start:
                return not (category == "party" and m.payload.form == "person")
    return False


def is_place_name(sentence: Sentence, at: int) -> bool:
    """ "In Hranitne the SMM registered", "on 5 May the SMM heard": where or when, not whose name."""
    return any(m.first <= at <= m.last for m in sentence.of("place", "months", "weekdays")) and not any(
        m.first <= at <= m.last for m in sentence.of("party")
    )


def with_name(sentence: Sentence, first: int, last: int, low: int, high: int) -> tuple[int, int]:
    """Capital words directly before or after belong to the speaker's words: "Major General X", "X, spokesman of Y"."""
    tokens = sentence.tokens
    while first - 1 >= low and (
        (tokens[first - 1].is_capital and not is_place_name(sentence, first - 1))
        or (
            tokens[first - 1].text in (",", ".")
            and not tokens[first].is_capital
            and first - 2 >= low
            and tokens[first - 2].is_capital
            and not is_known_name(sentence, tokens[first - 2].start)
            and not _is_of_a_place(sentence, first - 2)
            and not sentence.within(first, first, "group_side", "bare_troops")
        )
    ):
        first -= 1
    while last + 1 <= high and tokens[last + 1].kind == "word" and tokens[last + 1].is_capital:
        last += 1
    return first, last


def _is_of_a_place(sentence: Sentence, at: int) -> bool:
    """ "near Khan Younis, medics said": the capital words before the comma are where, and not who."""
    while at > 0 and sentence.tokens[at].is_capital and sentence.tokens[at].kind == "word":
        at -= 1
    return bool(sentence.within(at, at, "at_place"))


def _target_before(sentence: Sentence, at: int) -> bool:
    """ "complaints from residents", "told residents": not the subject. "of residents" neither."""
    return at > 0 and sentence.tokens[at - 1].key in ("of", "for")


def spelt_out(sentence: Sentence, found: list[Mention], begin: int) -> int:
    """ "the Government of National Accord (GNA) said": where the name begins that the one in brackets shortens."""
    if begin < 2 or sentence.tokens[begin - 1].text != "(":
        return begin
    return next((m.first for m in found if m.last == begin - 2), begin)


def unknown_name(sentence: Sentence, at: int, edge: int) -> Phrase | None:
    """ "According to JPSR": a name that the pack does not know is somebody's, and not the outlet's."""
    if at <= edge and sentence.tokens[at].key in ("the", "a", "an"):
        at += 1
    if at > edge or not sentence.tokens[at].is_capital or is_known_name(sentence, sentence.tokens[at].start):
        return None
    begin, end = with_name(sentence, at, at, at, edge)
    return "?", sentence.says(begin, end), (begin, end), ()
