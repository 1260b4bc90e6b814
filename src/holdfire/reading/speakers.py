"""Who says it: the subject before or after a verb of saying, "according to", a headline's colon, a quotation that goes on.

Each verb of saying is an event with a speaker and the stretch of the sentence that it governs. A stretch governed twice
("X wrote that Y had fired, the ministry said") keeps the inner speaker; the outer is who quotes. An event whose
speaker cannot be found has party None: nothing is guessed from the nearest name.
"""

from dataclasses import dataclass, field, replace

from .metonyms import QUOTES, is_around_name, named_by, speaks_there
from .parties import Mention
from .sentence import Sentence
from .speech_behind import BARE_REACH, goes_on, opens, speaker_behind, that_behind
from .verb_final import Option, clause_start, ends_clause, is_last, subject_before_content
from .word_order import is_verb_first


@dataclass(frozen=True)
class SpeechEvent:
    """party and words of the speaker (party "?" : a pronoun or "the ministry", whoever spoke last); tokens from..to governed."""

    at: int
    party: str | None
    words: str
    low: int
    high: int
    form: str  # before, after, accord, colon, accuse
    subject: tuple[int, int]
    accused: str | None = None
    accused_at: tuple[int, int] | None = None
    claims: bool = False
    mutual: bool = False
    names: tuple[str, ...] = ()
    is_noun: bool = False  # "the claim of X that ...": told by whoever speaks, who is not X


@dataclass
class Voices:
    """What a document has told so far: who speaks by default, who spoke last, whose name stands for whom."""

    default: str | None
    side: str | None
    ministry: str | None = None  # whose "the ministry" is, where no owner is written
    current: str | None = None
    current_words: str | None = None
    names: dict[str, tuple[str, str]] = field(default_factory=dict)
    heard: list[str] = field(default_factory=list)
    called: dict[str, list[str]] = field(
        default_factory=dict
    )  # party -> how its speakers were called, in order
    is_unknown: bool = False  # who spoke last is a body or a person whose side cannot be told

    def hear(self, event: SpeechEvent) -> None:
        if event.party and event.party != "?" and not event.mutual:
            self.current, self.current_words, self.is_unknown = event.party, event.words, False
            if event.words[:1].isupper():
                self.called.setdefault(event.party, []).append(event.words)
            if event.party not in ("MEDIA", "BOTH"):
                self.heard.append(event.party)
            for name in event.names:
                self.names.setdefault(name, (event.party, event.words))


REACH = 16


def events(sentence: Sentence, found: list[Mention], voices: Voices) -> list[SpeechEvent]:
    """Speech events in order. Names that earlier sentences tied to a party are known through `voices`."""
    out: list[SpeechEvent] = []
    accusing = sentence.of("accuse")
    for match in accusing:
        event = _accuse(sentence, found, match.first, match.last, voices)
        if event is not None:
            out.append(event)
    for noun in sentence.of("accusation_n"):  # "X and Y traded, on Wednesday, accusations of ..."
        each = [m for m in sentence.of("each_other") if 0 < noun.first - m.first <= REACH]
        if each and not _has_content(sentence, each[-1].last + 1, noun.first - 1):
            span = (noun.first, noun.first)
            end = len(sentence.tokens) - 1
            out.append(SpeechEvent(noun.first, "MEDIA", "", 0, end, "accuse", span, mutual=True))
    accord_at = {i for m in sentence.of("accord") for i in range(m.first, m.last + 1)}
    for match in sentence.of("accord"):
        event = _accord(sentence, found, match.first, match.last, voices)
        if event is not None:
            out.append(event)
    for match in sentence.of("say"):
        if (
            match.first in accord_at
            or _is_passive(sentence, match.first)
            or _is_report_of(sentence, found, match.first)
            or sentence.keys(match.last + 1, match.last + 1)
            == ["with"]  # "answered with artillery" says nothing
            or any(m.first <= match.first <= m.last for m in accusing)
        ):
            continue
        if "which" in sentence.keys(match.first - 8, match.first - 1):
            continue
        event = _say(sentence, found, match.first, match.last, voices)
        if event is not None:
            out.append(event)
    for match in sentence.of("claim_noun"):
        event = _claim(sentence, found, match.first, match.last, voices)
        if event is not None:
            out.append(event)
    out += [
        e for e in (_accord_behind(sentence, found, m.first, m.last) for m in sentence.of("accord_post")) if e
    ]
    out += [
        e
        for e in (_denier_goes_on(sentence, found, m.first, m.last, voices) for m in sentence.of("deny"))
        if e
    ]
    colon = _colon(sentence, found, voices)
    if colon is not None:
        out.append(colon)
    out.sort(key=lambda e: e.at)
    return [_until_next(sentence, event, out) for event in out]


_TURNS = frozenset(
    {
        "while",
        "but",
        "whereas",
        "and",
        "though",
        "although",
        "however",
        "а",
        "но",
        "тогда",
        "але",
        "isə",
        "amma",
        "իսկ",
        "بينما",
        "فيما",
    }
)


def _until_next(sentence: Sentence, event: SpeechEvent, every: list[SpeechEvent]) -> SpeechEvent:
    """ "X said A; Y said B", "X said A, while Y denied B": X's words end where Y begins to speak.

    Inside X's own words ("X said that Y had reported B") nothing turns: Y's phrase stands behind no sign and no "while".
    """
    if event.form == "accord" or event.form == "colon":
        return event
    for later in every:
        start = later.subject[0]
        if event.form == "after" and start < event.at:
            continue
        if (
            later.form not in ("before", "accuse")
            or not event.low < start <= event.high
            or later.party in ("?", "OWN")
        ):
            continue
        at = start - 1
        while at > event.low and sentence.tokens[at].key in ("the", "a", "an", "its"):
            at -= 1
        sign = sentence.tokens[at]
        turns = sign.text == ";" or (
            sign.key in _TURNS and at > 0 and sentence.tokens[at - 1].text == "," and not sentence.quoted[at]
        )
        if turns and later.party != event.party:
            return replace(event, high=at)
    return event


def _is_report_of(sentence: Sentence, found: list[Mention], at: int) -> bool:
    """ "denied the Armenian report about ...": a noun with whose report it is before it and its matter behind it."""
    owned = any(m.form == "adjective" and m.core < at <= max(m.last, m.core + 1) + 1 for m in found)
    noun = sentence.tokens[at].key in ("report", "reports", "claim", "claims")
    return (
        noun
        and owned
        and sentence.has("deny")
        and sentence.keys(at + 1, at + 1) in (["about"], ["of"], ["on"], ["that"])
    )


_AUXILIARY = frozenset({"was", "were", "been", "being", "is", "are", "be"})


def _is_passive(sentence: Sentence, at: int) -> bool:
    """ "were also reported dead", "it was reported": nobody speaks. A noun ("their report", "in a report") neither."""
    keys = sentence.keys(at - 2, at - 1)
    word = sentence.tokens[at].key
    if (
        word in ("report", "reports", "claims", "claim", "read")
        and keys
        and keys[-1]
        in (
            "the",
            "a",
            "an",
            "of",
            "on",
            "their",
            "its",
            "his",
            "smm",
            "reports",
            "media",
            "such",
            "these",
            "denied",
            "up",
            "no",
            "any",
            "received",
        )
    ):
        return not any(k in ("news", "agency", "radio") for k in keys)
    if (
        word in ("report", "claim", "claims")
        and keys
        and not keys[-1].endswith("s")
        and sentence.tokens[at - 1].kind == "word"
        and not sentence.tokens[at - 1].is_capital
        and word != "claims"
    ):
        return False
    return bool(set(keys) & _AUXILIARY) and word.endswith("ed")


def _who(
    sentence: Sentence,
    found: list[Mention],
    low: int,
    high: int,
    voices: Voices,
    *,
    nearest_right: bool,
    verb: int | None = None,
) -> tuple[str | None, str, tuple[int, int], tuple[str, ...]] | None:
    """The phrase that can speak in tokens low..high: nearest to the right end, or to the left end.

    Returns (party or "?" or None, words, tokens, names tied to it), or None where nothing there can speak.
    """
    tokens = sentence.tokens
    options = _options(sentence, found, low, high, voices, nearest_right=nearest_right, verb=verb)
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
    begin, end = _with_name(sentence, first, last, low, high)
    names = tuple(
        t.key
        for t in tokens[low : high + 1]
        if t.is_capital and t.kind == "word" and len(t.key) > 3 and not _known(sentence, t.start)
    )
    return party, sentence.says(begin, end), (begin, end), names if party not in ("?", None, "OWN") else ()


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


def _options(
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
        elif m.what == "pronoun" and tokens[m.first].key in (
            "it",
            "he",
            "she",
            "they",
            "она",
            "он",
            "они",
            "вона",
            "він",
        ):
            options.append((m.first, m.last, "?"))
        elif m.what == "own" and tokens[m.first].key in ("we", "мы", "ми", "մենք", "biz"):
            options.append((m.first, m.last, "OWN"))
        elif m.what == "both":
            options.append((m.first, m.last, "BOTH"))
    if verb is not None and sentence.within(verb, verb, "they_say"):
        for match in sentence.within(low, high, "there"):  # "there they added"
            options.append((match.first, match.last, "?"))
    for match in sentence.of("resident"):
        if low <= match.first and match.last <= high and not _target_before(sentence, match.first):
            options.append((match.first, match.last, "RES"))
    if nearest_right and sentence.within(high + 1, high + 2, "told_verb"):
        for match in sentence.of("civilian"):  # "a man told the mission"
            if low <= match.first and match.last <= high:
                options.append((match.first, match.last, "RES"))
    for match in sentence.of("body", "statement_word"):
        if (
            low <= match.first
            and match.last <= high
            and not any(a <= match.first <= b for a, b, _ in options)
        ):
            options.append((match.first, match.last, "?"))
    for at in range(low, high + 1):
        known = voices.names.get(tokens[at].key)
        if (
            known is not None
            and tokens[at].is_capital
            and not any(a <= at <= b and p not in (None, "?") for a, b, p in options)
        ):
            options.append((at, at, known[0]))
    return options


def _known(sentence: Sentence, start: int) -> bool:
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


def _is_place(sentence: Sentence, at: int) -> bool:
    """ "In Hranitne the SMM registered", "on 5 May the SMM heard": where or when, not whose name."""
    return any(m.first <= at <= m.last for m in sentence.of("place", "months", "weekdays")) and not any(
        m.first <= at <= m.last for m in sentence.of("party")
    )


def _with_name(sentence: Sentence, first: int, last: int, low: int, high: int) -> tuple[int, int]:
    """Capital words directly before or after belong to the speaker's words: "Major General X", "X, spokesman of Y"."""
    tokens = sentence.tokens
    while first - 1 >= low and (
        (tokens[first - 1].is_capital and not _is_place(sentence, first - 1))
        or (
            tokens[first - 1].text in (",", ".")
            and not tokens[first].is_capital
            and first - 2 >= low
            and tokens[first - 2].is_capital
            and not _known(sentence, tokens[first - 2].start)
        )
    ):
        first -= 1
    while last + 1 <= high and tokens[last + 1].kind == "word" and tokens[last + 1].is_capital:
        last += 1
    return first, last


def _target_before(sentence: Sentence, at: int) -> bool:
    """ "complaints from residents", "told residents": not the subject. "of residents" neither."""
    return at > 0 and sentence.tokens[at - 1].key in ("of", "for")


def _say(
    sentence: Sentence, found: list[Mention], first: int, last: int, voices: Voices
) -> SpeechEvent | None:
    tokens = sentence.tokens
    claims = tokens[first].key.startswith(("claim", "alleg"))
    if goes_on(sentence, first):
        low = that_behind(sentence, last) or last
        party, words = _denier(sentence, found, first, voices) or ("?", "")
        return SpeechEvent(
            first, party, words, low + 1, len(tokens) - 1, "before", (first, last), claims=claims
        )
    behind = _said_behind(sentence, found, first, last, voices)
    if behind is not None:
        return behind
    stop = max(
        (
            i
            for i, t in enumerate(tokens[:first])
            if (t.text in (";", ":", '"', "”", "“", "»", "«") and not is_around_name(found, i))
            or (t.kind == "punct" and t.text == ".")
        ),
        default=-1,
    )
    low = max(stop + 1, first - REACH)
    if stop >= 0 and _goes_on(sentence, stop, first):
        low = max(first - REACH, *(i + 1 for i, t in enumerate(tokens[:first]) if t.text in (";", ":")), 0)
    end = len(tokens) - 1
    inverted = (
        first == 0
        or tokens[first - 1].text == ","
        or (tokens[first - 1].text in ('"', "”", "»", "“") and not is_around_name(found, first - 1))
    )
    if not inverted and first > 1 and tokens[first - 1].text in ("—", "–", "-"):
        inverted = tokens[first - 2].text in (",", '"', "”", "»", "“")  # «...», — said the ministry
    right_edge = min(end, last + REACH)
    for i in range(last + 1, right_edge + 1):
        if tokens[i].text in ('"', "“", "«", ";", ":") or tokens[i].key in (
            "that",
            "что",
            "ki",
            "ان",
            "що",
            "իբր",
            "որ",
        ):
            right_edge = i - 1
            break
    who = (
        _who(sentence, found, last + 1, right_edge, voices, nearest_right=False, verb=first)
        if inverted and last < end and _name_follows(sentence, last + 1)
        else None
    )
    if who is None and inverted and first > 0 and last < end and is_last(sentence, first):
        who = _speaker_behind_comma(sentence, found, first, last, right_edge, voices)
    if who is not None and _is_subject_of_more(sentence, who[2][1], first):
        who = None  # "A spokesman, N. Name, said the Xs violated ...": the Xs are who is spoken of
    if who is not None and first > 0:
        return SpeechEvent(first, who[0], who[1], 0, first - 1, "after", who[2], claims=claims, names=who[3])
    if first == 0 or (first == 1 and tokens[0].key in ("و", "كما")):
        if who is not None:
            return SpeechEvent(
                first, who[0], who[1], who[2][1] + 1, end, "before", who[2], claims=claims, names=who[3]
            )
        return (
            SpeechEvent(first, "?", "", last + 1, end, "before", (first, last), claims=claims)
            if last < end
            else None
        )
    named = next((m for m in sentence.of("outlet") if m.last == first - 1), None)
    if named is not None and not any(
        m.last >= named.first and m.first < first for m in found if m.what == "party"
    ):
        return SpeechEvent(
            first,
            "MEDIA",
            sentence.says(named.first, named.last),
            0,
            named.first - 1,
            "after",
            (named.first, named.last),
        )
    same = _same_subject(sentence, found, first, voices)
    if same is not None and last < end:
        return replace(same, at=first, low=last + 1, high=end)
    final = _final(sentence, found, first, last, voices)
    if final is not None:
        return final
    edge = _before_and(sentence, low, first)
    who = _who(sentence, found, low, edge, voices, nearest_right=True, verb=first)
    named_before = first > 0 and tokens[first - 1].is_capital and tokens[first - 1].kind == "word"
    if who is not None and named_before and _stands_alone(sentence, who[2][1], first - 1):
        who = None
    if who is None and named_before and not _is_place(sentence, first - 1):
        begin, _ = _with_name(sentence, first - 1, first - 1, low, first - 1)
        media = sentence.within(begin, first - 1, "outlet")
        who = ("MEDIA" if media else "?", sentence.says(begin, first - 1), (begin, first - 1), ())
    if who is None:
        return None
    begin = _title_of(sentence, found, _spelt_out(sentence, found, who[2][0]))
    phrase = (begin, who[2][1])  # the title is the speaker's, not the end of what was said
    clause_comma = begin > 0 and (
        tokens[begin - 1].text in (",", '"', "”", "»", "“")
        or (
            tokens[begin - 1].key in ("the", "a", "an", "its", "his")
            and begin > 1
            and tokens[begin - 2].text in (",", '"', "”", "»")
        )
    )
    content_before = clause_comma and (
        _has_content(sentence, 0, begin - 1) or any(sentence.quoted[: begin - 1])
    )  # what stands in quotation marks before the speaker is what was said
    content_after = _has_content(sentence, last + 1, end)
    if content_before and not content_after:
        return SpeechEvent(first, who[0], who[1], 0, begin - 1, "after", phrase, claims=claims, names=who[3])
    if content_before and tokens[first + 1 : first + 2] and tokens[min(last + 1, end)].text in (",", "."):
        return SpeechEvent(first, who[0], who[1], 0, end, "after", phrase, claims=claims, names=who[3])
    if not content_after and is_last(sentence, first) and _has_content(sentence, 0, begin - 1):
        # "about the shelling of X by Y the ministry told": what is said opens the clause
        return SpeechEvent(first, who[0], who[1], 0, begin - 1, "after", phrase, claims=claims, names=who[3])
    return SpeechEvent(first, who[0], who[1], last + 1, end, "before", who[2], claims=claims, names=who[3])


def _speaker_behind_comma(
    sentence: Sentence, found: list[Mention], first: int, last: int, right_edge: int, voices: Voices
) -> tuple[str | None, str, tuple[int, int], tuple[str, ...]] | None:
    """ "..., сообщила служба по связям с общественностью X": behind a comma and such a verb its subject stands, never before."""
    if not _has_content(sentence, 0, first - 1) or _has_content(sentence, last + 1, right_edge):
        return None
    if sentence.tokens[last + 1].kind == "punct" or sentence.within(last + 1, last + 1, "that"):
        return None
    who = _who(sentence, found, last + 1, right_edge, voices, nearest_right=False, verb=first)
    if who is not None:
        return who
    named = [m for m in found if last < m.first <= right_edge and m.what == "party"]
    if named:
        return named[0].party, sentence.says(last + 1, named[0].last), (last + 1, named[0].last), ()
    return None


def _denier(
    sentence: Sentence, found: list[Mention], before: int, voices: Voices
) -> tuple[str | None, str] | None:
    """Whose denial stands before this token: who denied goes on to say, accusing and stressing."""
    denied = [m for m in sentence.of("deny") if m.last < before]
    if not denied:
        return None
    at = denied[-1]

    def find(low: int, high: int) -> tuple[str | None, str, tuple[int, int], tuple[str, ...]] | None:
        return _who(sentence, found, low, high, voices, nearest_right=False)

    behind = speaker_behind(sentence, at.first, at.last, find)
    who = behind.phrase if behind is not None else None
    if who is None:
        who = _who(sentence, found, max(0, at.first - REACH), at.first - 1, voices, nearest_right=True)
    return (who[0], who[1]) if who is not None and who[0] not in (None, "?", "OWN") else None


def _said_behind(
    sentence: Sentence, found: list[Mention], first: int, last: int, voices: Voices
) -> SpeechEvent | None:
    """The event of a verb that stands before its speaker; None where it does not."""

    def find(low: int, high: int) -> tuple[str | None, str, tuple[int, int], tuple[str, ...]] | None:
        who = _who(sentence, found, low, high, voices, nearest_right=False)
        return who if who is None or not _has_content(sentence, low, who[2][0] - 1) else None

    end = len(sentence.tokens) - 1
    if last > first and sentence.within(last, last, "that"):
        last -= 1  # "قالت إن" as one phrase
    behind = speaker_behind(sentence, first, last, find)
    if behind is not None:
        party, words, subject, names = behind.phrase
        person = next((m for m in found if subject[1] < m.first < behind.said and m.form == "person"), None)
        if person is not None and person.party is not None and behind.has_that:
            party = person.party  # "the spokesman of the Libyan army, N. N.": whose man he is, the pack knows
        if party == "?":  # "quoted the channel of X from a military source": a source on the side of X
            within = [m.party for m in found if first < m.first <= last and m.what == "party" and m.party]
            party = within[0] if within else party
        was_said = first > 0 and (_has_content(sentence, 0, first - 1) or any(sentence.quoted[:first]))
        if was_said and not behind.has_that and not _has_content(sentence, subject[1] + 1, end):
            return SpeechEvent(first, party, words, 0, first - 1, "after", subject, names=names)
        return SpeechEvent(first, party, words, behind.said, end, "before", subject, names=names)
    if is_verb_first(sentence, first) and opens(sentence, first, found) and last < end:
        said = that_behind(sentence, last) or last
        denier = _denier(sentence, found, first, voices)
        if denier is not None:  # "denied X that ..., and said that ...": X goes on
            return SpeechEvent(first, denier[0], denier[1], said + 1, end, "before", (first, last))
        return SpeechEvent(first, "?", "", said + 1, end, "before", (first, last))
    return None


def _same_subject(sentence: Sentence, found: list[Mention], first: int, voices: Voices) -> SpeechEvent | None:
    """ "X [that Y had fired] reported, added that ...": the second verb has the first one's subject."""
    before = [m for m in sentence.of("say") if m.last < first and ends_clause(sentence, m.first, m.last)]
    if not before or _has_content(sentence, before[-1].last + 1, first - 1):
        return None
    if _options(sentence, found, before[-1].last + 1, first - 1, voices, nearest_right=True):
        return None
    return _final(sentence, found, before[-1].first, before[-1].last, voices)


def _final(
    sentence: Sentence, found: list[Mention], first: int, last: int, voices: Voices
) -> SpeechEvent | None:
    """ "X [that Y had fired] reported": a verb of saying that ends its clause, behind what is said."""
    if first == 0 or not ends_clause(sentence, first, last):
        return None
    options = _options(sentence, found, 0, first - 1, voices, nearest_right=True, verb=first)
    subject = subject_before_content(sentence, options, first, CONTENT)
    if subject is None:
        return None
    end = len(sentence.tokens) - 1
    high = end if sentence.keys(last + 1, last + 1) == [";"] else first - 1
    low, until, party = subject
    return SpeechEvent(first, party, sentence.says(low, until), until + 1, high, "before", (low, until))


def _before_and(sentence: Sentence, low: int, at: int) -> int:
    """Where to look for the subject of a verb of saying: "X denied the report of a Y UAV and said" has X's, not Y's."""
    if not sentence.within(at - 1, at - 1, "and"):
        return at - 1
    earlier = [m.first for m in sentence.of("deny", "say", "accuse", "false") if low < m.first < at - 1]
    return earlier[-1] - 1 if earlier else at - 1


def _goes_on(sentence: Sentence, stop: int, verb: int) -> bool:
    """ "X called it “revenge” and said": nothing but "and" parts the verb from the words in quotation marks before it."""
    return sentence.tokens[stop].text in CLOSING_MARKS and any(
        stop < m.first and m.last < verb and verb - stop <= 3 for m in sentence.of("and_word")
    )


CLOSING_MARKS = ('"', "”", "»")


def _is_subject_of_more(sentence: Sentence, last: int, said: int) -> bool:
    """The phrase behind the verb of saying goes on to act, and nothing was said before the verb."""
    acts = any(last < m.first <= last + 3 for m in sentence.of(*CONTENT))
    return said > 0 and acts and not _has_content(sentence, 0, said - 1) and not any(sentence.quoted[:said])


def _stands_alone(sentence: Sentence, last: int, at: int) -> bool:
    """ "X's troops shelled Y, JPSR said": a name between a comma and the verb is who says it, not the Xs before the comma."""
    begin = at
    while begin > 0 and sentence.tokens[begin].is_capital and sentence.tokens[begin].kind == "word":
        begin -= 1
    return (
        sentence.tokens[begin].text == ","
        and last < begin
        and not _known(sentence, sentence.tokens[begin + 1].start)
        and _has_content(sentence, last + 1, begin - 1)
    )


def _spelt_out(sentence: Sentence, found: list[Mention], begin: int) -> int:
    """ "the Government of National Accord (GNA) said": where the name begins that the one in brackets shortens."""
    if begin < 2 or sentence.tokens[begin - 1].text != "(":
        return begin
    return next((m.first for m in found if m.last == begin - 2), begin)


TITLE_WORDS = 8


def _title_of(sentence: Sentence, found: list[Mention], begin: int) -> int:
    """Where a speaker's title begins: ", Northland Defence Ministry spokesperson N. Name said". No title: `begin`."""
    tokens, at = sentence.tokens, begin
    while at > 0 and begin - at <= TITLE_WORDS and tokens[at - 1].kind == "word":
        at -= 1
    if at in (0, begin) or tokens[at - 1].text not in (",", '"', "”", "»", "“"):
        return begin
    is_title = any(at <= m.first < begin for m in found) or bool(sentence.within(at, begin - 1, "body"))
    is_phrase = tokens[at].key in ("the", "a", "an") and not sentence.within(
        at, begin - 1, "and_word", "say"
    )  # ", a local defence official said": one phrase from its article on
    return at if (is_title or is_phrase) and not _has_content(sentence, at, begin - 1) else begin


def _name_follows(sentence: Sentence, at: int) -> bool:
    """A speaker stands right behind the verb, or behind a date: "сообщило 29 января Министерство обороны"."""
    while at < len(sentence.tokens) - 1 and (
        sentence.tokens[at].kind == "num"
        or any(m.first <= at <= m.last for m in sentence.of("months", "weekdays"))
        or sentence.tokens[at].key == "on"
        or sentence.within(at, at, "speaks_in")
        or sentence.tokens[at].text in QUOTES
    ):
        at += 1
    token = sentence.tokens[at]
    return (
        token.is_capital
        or token.key in ("the", "a", "an", "its", "his")
        or any(m.first == at for m in sentence.of("body", "party", "resident", "statement_word"))
    )


CONTENT = (
    "violate", "violation_n", "violated_passive", "under_shelling", "fire", "shell", "fire_n", "weapon_fire", "under_fire", "attack", "clash", "use", "explosion", "incursion", "mine", "restriction",
    "shootdown", "downed", "uav", "movement", "calm", "truce", "return_fire", "killed", "wounded", "losses", "deny", "false", "kept_truce", "provocation", "damaged", "shot_count", "threat",
)  # fmt: skip


def _has_content(sentence: Sentence, low: int, high: int) -> bool:
    return any(low <= m.first <= high for m in sentence.of(*CONTENT))


def _accord(
    sentence: Sentence, found: list[Mention], first: int, last: int, voices: Voices
) -> SpeechEvent | None:
    tokens = sentence.tokens
    if sentence.within(first, last, "accord_same"):  # "in its words": whoever spoke last
        return SpeechEvent(
            first, "?", sentence.says(first, last), 0, len(tokens) - 1, "accord", (first, last)
        )
    if tokens[first].key in ("statement", "report", "information") and any(
        m.last < first for m in sentence.of("deny")
    ):
        return None  # "denied ... and called the statement from Baku a lie": quoted to be denied
    if last + 1 < len(tokens) and (
        tokens[last + 1].text == "," or sentence.within(last + 1, last + 1, "that")
    ):
        return None  # "X said in a statement, that Y ...": who stands behind the comma is spoken of
    edge = min(len(tokens) - 1, last + REACH)
    for i in range(last + 2, edge + 1):
        if tokens[i].text in (",", ";", '"', "“", "«", ":"):
            edge = i - 1
            break
    said_in = first + 1 if last > first else first  # "как заявили в": the verb of the phrase
    who = _who(sentence, found, last + 1, edge, voices, nearest_right=False, verb=said_in)
    named = named_by(sentence, found, last)
    if named is not None and (who is None or who[0] in (None, "?") or who[2][0] > named.last):
        who = (named.party, sentence.says(named.first, named.last), (named.first, named.last), ())
    who = who or _unknown_name(sentence, last + 1, edge)
    if who is None:
        return None
    return SpeechEvent(first, who[0], who[1], 0, len(tokens) - 1, "accord", (first, who[2][1]), names=who[3])


def _unknown_name(
    sentence: Sentence, at: int, edge: int
) -> tuple[str | None, str, tuple[int, int], tuple[str, ...]] | None:
    """ "According to JPSR": a name that the pack does not know is somebody's, and not the outlet's."""
    if at <= edge and sentence.tokens[at].key in ("the", "a", "an"):
        at += 1
    if at > edge or not sentence.tokens[at].is_capital or _known(sentence, sentence.tokens[at].start):
        return None
    begin, end = _with_name(sentence, at, at, at, edge)
    return "?", sentence.says(begin, end), (begin, end), ()


def _denier_goes_on(
    sentence: Sentence, found: list[Mention], first: int, last: int, voices: Voices
) -> SpeechEvent | None:
    """ "X called it a lie: "Our units only returned fire."": what stands behind the colon is the denier's."""
    end = len(sentence.tokens) - 1
    if sentence.signs(last + 1, last + 1) != {":"} or last + 2 > end or first == 0:
        return None
    low = clause_start(sentence, first) if any(m.first == first for m in sentence.of("verb_last")) else 0
    who = _who(sentence, found, low, first - 1, voices, nearest_right=low == 0)
    if who is None:
        return None
    return SpeechEvent(last + 1, who[0], who[1], last + 2, end, "before", who[2], names=who[3])


def _accord_behind(sentence: Sentence, found: list[Mention], first: int, last: int) -> SpeechEvent | None:
    """ "[The ministry of X] according to": the word stands behind the body that says it."""
    body = next(
        (m for m in found if m.last == first - 1 and (m.stance == "body" or m.form == "capital")), None
    )
    if body is None or last + 1 >= len(sentence.tokens):
        return None
    subject, end = (body.first, body.last), len(sentence.tokens) - 1
    return SpeechEvent(first, body.party, sentence.says(*subject), last + 1, end, "before", subject)


def _accuse(
    sentence: Sentence, found: list[Mention], first: int, last: int, voices: Voices
) -> SpeechEvent | None:
    """ "X accused Y of ...": X says, Y is accused. "X and Y accused each other": nobody's statement but the outlet's."""
    end = len(sentence.tokens) - 1
    earliest = clause_start(sentence, first) if ends_clause(sentence, first, last) else first - 1
    if sentence.has("each_other") and sentence.of("each_other")[0].first >= earliest:
        return SpeechEvent(first, "MEDIA", "", 0, end, "accuse", (first, first), mutual=True)
    who = _who(sentence, found, max(0, first - REACH), first - 1, voices, nearest_right=True, verb=first)
    begin = last
    if goes_on(sentence, first):
        party, words = _denier(sentence, found, first, voices) or ("?", "")
        who = (party, words, (first, last), ())
    elif is_verb_first(sentence, first) and opens(sentence, first, found):
        who, begin = _accuser_behind(sentence, found, first, first, voices)
    target = next(
        (m for m in found if m.first > begin and m.first - begin <= 7 and m.what in ("party", "enemy")), None
    )
    if target is None and _has_content(sentence, last + 1, end):
        accuser = _first_of_two(sentence, found, first)
        if accuser is not None:  # "Baku Armenia accused of breaking"
            one, other = accuser
            subject, at_other = (one.first, one.last), (other.first, other.last)
            words = sentence.says(*subject)
            return SpeechEvent(
                first, one.party, words, last + 1, end, "accuse", subject, other.party, at_other
            )
    if target is None and not _has_content(sentence, last + 1, end):
        return _accused_before(sentence, found, first, last, voices)
    who = who or _accuser_unknown(sentence, first)
    if who is None:
        return None
    accused = target.party if target is not None else None
    at = (target.first, target.last) if target is not None else None
    force = next((m for m in sentence.of("force") if 0 < m.first - begin <= 3), None)
    if force is not None and (target is None or target.first > force.last):
        accused, at = (
            None,
            (force.first, force.last),
        )  # "accused the army of": whoever is opposed to the speaker
    return SpeechEvent(first, who[0], who[1], last + 1, end, "accuse", who[2], accused, at, names=who[3])


def _accuser_unknown(
    sentence: Sentence, first: int
) -> tuple[str | None, str, tuple[int, int], tuple[str, ...]] | None:
    """ "JPSR accused X of ...": a name that the pack does not know accuses, and not the outlet nor whoever spoke last."""
    at = first - 1
    if at < 0 or not sentence.tokens[at].is_capital or _known(sentence, sentence.tokens[at].start):
        return None
    begin, end = _with_name(sentence, at, at, 0, at)
    return None, sentence.says(begin, end), (begin, end), ()


def _accuser_behind(
    sentence: Sentence, found: list[Mention], first: int, last: int, voices: Voices
) -> tuple[tuple[str | None, str, tuple[int, int], tuple[str, ...]], int]:
    """ "Accused X Y of ...": X, and the token behind which Y stands. "Accused Y of ...", of one who spoke before: Y alone."""
    nobody: tuple[str | None, str, tuple[int, int], tuple[str, ...]] = ("?", "", (first, last), ())
    who = _who(
        sentence, found, last + 1, min(len(sentence.tokens) - 1, last + REACH), voices, nearest_right=False
    )
    if who is None or who[2][0] - last > BARE_REACH or _has_content(sentence, last + 1, who[2][0] - 1):
        return nobody, last
    others = [m for m in found if who[2][1] < m.first <= who[2][1] + 7 and m.what in ("party", "enemy")]
    others = [m for m in others if not _has_content(sentence, who[2][1] + 1, m.first - 1)]
    accused = next((m for m in found if m.first == who[2][0]), None)
    may_be_accused = (
        accused is not None and accused.stance != "body" and accused.party not in (None, voices.current)
    )
    if not others and may_be_accused and (voices.current or voices.default) not in (None, "MEDIA"):
        return nobody, last
    return who, who[2][1]


def _first_of_two(sentence: Sentence, found: list[Mention], first: int) -> tuple[Mention, Mention] | None:
    """Accuser and accused right before a verb that may stand last: two parties of its clause, in this order."""
    if not any(m.first == first for m in sentence.of("verb_last")):
        return None
    start = clause_start(sentence, first)
    named = [m for m in found if start <= m.first and m.last < first and m.what == "party" and m.party]
    if len(named) < 2 or named[-1].last != first - 1 or named[-2].party == named[-1].party:
        return None
    return named[-2], named[-1]


def _accused_before(
    sentence: Sentence, found: list[Mention], first: int, last: int, voices: Voices
) -> SpeechEvent | None:
    """ "X Y of firing accused": the verb ends the clause, who accuses opens it, the other party there is accused."""
    if first == 0 or not ends_clause(sentence, first, last):
        return None
    options = _options(sentence, found, 0, first - 1, voices, nearest_right=True)
    subject = subject_before_content(sentence, options, first, CONTENT)
    if subject is None:
        return None
    low, until, party = subject
    target = next(
        (m for m in found if until < m.first < first and m.what in ("party", "enemy") and m.party != party),
        None,
    )
    return SpeechEvent(
        first, party, sentence.says(low, until), until + 1, first - 1, "accuse", (low, until),
        target.party if target is not None else None, (target.first, target.last) if target is not None else None,
    )  # fmt: skip


_THAT = frozenset({"that", "что", "що", "ki", "որ", "ان", "dass"})


def _claim(
    sentence: Sentence, found: list[Mention], first: int, last: int, voices: Voices
) -> SpeechEvent | None:
    """ "The claim of the X side that Y had fired (is false)": X says it, up to the words that judge it.

    Whose the claim is may stand before it ("X's claim that ..."), and so may what it claims where the noun comes last
    ("X's [that Y had fired] about claim is false").
    """
    end = len(sentence.tokens) - 1
    judged = [m.first for m in sentence.of("false", "deny") if m.first > last]
    if any(m.last in (first - 1, first - 2) for m in sentence.of("about")):
        judged = [
            m.first for m in sentence.of("false") if m.first > last
        ]  # who denies a claim does not own it
        owner = _owner_of_claim(sentence, found, first, voices)
        if owner is None or not judged or not _has_content(sentence, owner[1] + 1, first - 1):
            return None
        low, until, party = owner
        if not any(m.what in ("party", "own", "enemy", "both") and until < m.core < first for m in found):
            return None  # "the report that X's army shelled Y": X is who did it, and the report is nobody's
        words = sentence.says(low, until)
        return SpeechEvent(first, party, words, until + 1, first - 1, "before", (low, until), claims=True)
    opens = [i for i, t in enumerate(sentence.tokens) if t.key in _THAT]
    opens += [m.last for m in sentence.of("that")]
    that = min((i for i in opens if last < i <= min(end, last + 9)), default=None)
    if that is None or that + 1 > end:
        return None
    who = _who(sentence, found, max(0, first - 1), that - 1, voices, nearest_right=False)
    if who is None or who[0] in (None, "?", "OWN"):
        owner = _owner_of_claim(sentence, found, first, voices) if judged else None
        if owner is None:
            return None
        who = (owner[2], sentence.says(owner[0], owner[1]), (owner[0], owner[1]), ())
    judged = [at for at in judged if at > that]
    high = (judged[0] if judged else end + 1) - 1
    return SpeechEvent(
        first, who[0], who[1], that + 1, high, "before", who[2], claims=True, names=who[3], is_noun=True
    )


def _owner_of_claim(sentence: Sentence, found: list[Mention], first: int, voices: Voices) -> Option | None:
    """The body that opens the clause in which its claim is named: "the Ministry of X's ... claim"."""
    options = _options(sentence, found, clause_start(sentence, first), first - 1, voices, nearest_right=True)
    bodies = [o for o in options if o[2] not in (None, "?", "OWN", "BOTH", "RES")]
    able = [o for o in bodies if sentence.within(o[0], o[1], "body", "force")] or bodies
    return min(able, key=lambda o: o[0], default=None)


def _colon(sentence: Sentence, found: list[Mention], voices: Voices) -> SpeechEvent | None:
    """ "Armenia MOD: Azerbaijan used mortar": a speaker and a colon within the first eight tokens."""
    for at, token in enumerate(sentence.tokens[:9]):
        if token.text == ":" and at > 0:
            speaking = [m for m in found if m.last < at and (m.stance == "body" or m.what == "party")]
            if not speaking or _has_content(sentence, 0, at - 1):
                return None
            who = next((m for m in speaking if m.stance == "body"), None)
            if who is None:
                return None
            return SpeechEvent(
                at,
                who.party,
                sentence.says(who.first, who.last),
                at + 1,
                len(sentence.tokens) - 1,
                "colon",
                (who.first, who.last),
            )
    return None
