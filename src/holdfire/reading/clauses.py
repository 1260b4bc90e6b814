"""The generic layer: one marked sentence to statements, in the light of what the document has told so far.

Sentence -> segments -> frames -> fields. What a field rests on is kept as its span; what cannot be told stays None. The
rule of a statement names the trigger and how the accused was found, so that a reviewer sees why it reads as it does.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

from .accused import Blame, Sides, blame
from .casualties import CIV, UNSPEC, Toll, tolls
from .counts import Quantity, quantities
from .pack import Pack
from .parties import Mention, mentions
from .places import placed
from .sentence import Sentence
from .speakers import SpeechEvent, Voices, events
from .statement import PlaceMention, Statement, Unread
from .times import Clock, Moment, clocks, moments
from .triggers import CONJUNCTIONS, Frame, Trigger, frames, segments, triggers
from .weapons import Weapon, weapon_in

HEAVY_KINDS = frozenset({"mortar", "artillery", "mlrs", "tank", "air_strike", "uav", "atgm"})
COUNTED_NOUNS = (
    "explosion",
    "shot_count",
    "violation_n",
    "attack",
    "shell",
    "incursion",
    "fire_n",
    "weapon_fire",
    "observed_item",
    "fire",
    "obstrel",
    "burst",
)
CAUSES = ("obstrel", "fire_n", "violation_n", "clash", "weapon_fire", "shell", "attack")


@dataclass
class Telling:
    """What a document has told up to this sentence. `period` is what "the reporting period" means there."""

    doc: str
    pack: Pack
    family: str
    published: date | None
    voices: Voices
    sides: Sides
    period: tuple[date, date] | None = None
    previous_period: tuple[date, date] | None = None
    default_dates: tuple[date, date] | None = None
    last_moment: Moment | None = None
    last_places: list[PlaceMention] = field(default_factory=list)
    year_hint: int | None = None
    quote_speaker: tuple[str | None, str | None] | None = None
    is_observer: bool = False
    place_block: int | None = None
    last_point: tuple[float, float, float] | None = None


@dataclass(frozen=True)
class Attribution:
    party: str | None
    words: str | None
    quoted_by: str | None
    via: tuple[str, ...]
    modality: str
    event: SpeechEvent | None
    is_explicit: bool


def read_sentence(sentence: Sentence, telling: Telling) -> tuple[list[Statement], list[Unread]]:
    found = mentions(sentence, telling.published)
    telling.sides.learn(found)
    speech = events(sentence, found, telling.voices)
    hits = triggers(sentence)
    stated, broken = moments(sentence, telling.published, telling.year_hint)
    times = clocks(sentence, stated)
    unread = [_unread(sentence, telling, f"a date that never was: {words!r}") for words in broken]
    if not hits and not sentence.has("killed", "wounded", "losses"):
        _remember(sentence, telling, speech, stated, [])
        if _looks_like_claim(sentence, found, telling):
            unread.append(
                _unread(
                    sentence,
                    telling,
                    "parties and a number or a weapon, but no verb or noun of the pack says what happened",
                )
            )
        return [], unread
    no_number = _not_counts(stated, times)
    numbers = [
        q
        for q in quantities(sentence)
        if not any(i in no_number for i in range(q.first, q.last + 1)) and not _measures(sentence, q)
    ]
    parts = segments(sentence, found, speech, hits)
    counts = _counts(sentence, hits, numbers)
    hits = [t for t in hits if t.category not in ("shot_count", "observed_item") or t.first in counts]
    hits = [t for t in hits if not _fires_counted(t, hits, counts)]
    alone = {t for t, (_, stands) in counts.items() if stands}
    hits = [t for t in hits if not _assessed(sentence, t, hits, alone)]
    alone |= {t.first for t in hits if t.category == "burst" and alone}
    grouped = frames(sentence, hits, parts, alone)
    reader = _SentenceReader(
        sentence, telling, found, speech, stated, times, numbers, counts, parts, no_number
    )
    statements = reader.read(grouped)
    if not statements and not unread and _worth_review(hits):
        unread.append(
            _unread(sentence, telling, reader.why or "a trigger, but no frame that the grammar completes")
        )
    _remember(sentence, telling, speech, stated, statements)
    return statements, unread


_MEASURES = frozenset(
    {
        "minutes",
        "minute",
        "hours",
        "hour",
        "seconds",
        "km",
        "m",
        "metres",
        "meters",
        "kilometers",
        "kilometres",
        "mm",
        "years",
        "year",
        "days",
        "months",
        "weeks",
        "percent",
        "per",
        "мм",
        "км",
        "м",
        "минут",
        "часов",
        "лет",
        "години",
        "хвилин",
        "ساعه",
        "ساعات",
        "كم",
        "km2",
        "kilometer",
        "kilometre",
        "metre",
    }
)


def _measures(sentence: Sentence, q: Quantity) -> bool:
    """ "10 minutes later", "200 metres from": a measure, no count."""
    return q.last + 1 < len(sentence.tokens) and sentence.tokens[q.last + 1].key in _MEASURES


def _assessed(sentence: Sentence, trigger: Trigger, hits: list[Trigger], alone: set[int]) -> bool:
    """ "15 explosions assessed as outgoing mortar rounds": the weapon of the explosions, no second firing."""
    if trigger.category not in ("weapon_fire", "fire_n", "use", "fire"):
        return False
    before = [t for t in hits if t.category in ("explosion", "burst") and t.last < trigger.first]
    if not before:
        return False
    between = sentence.tokens[before[-1].last + 1 : trigger.first]
    if any(t.text in (";", "(") for t in between):
        return False
    if before[-1].category == "burst":
        return trigger.first - before[-1].last <= 8
    return any(t.key == "assessed" for t in between) and not any(t.text == "," for t in between)


def _fires_counted(trigger: Trigger, hits: list[Trigger], counts: dict[int, tuple[Quantity, bool]]) -> bool:
    """ "firing around 1900 shots": the verb is of the counted shots, not of the violation before it."""
    return trigger.category == "fire" and any(
        t.category == "shot_count" and 0 < counts[t.first][0].first - trigger.last <= 2 for t in hits
    )


def _unread(sentence: Sentence, telling: Telling, reason: str) -> Unread:
    return Unread(telling.doc, sentence.words, sentence.start, sentence.end, reason, sentence.block_seq)


_STRONG = frozenset(
    {
        "violate",
        "violation_n",
        "fire",
        "shell",
        "under_fire",
        "under_shelling",
        "attack",
        "weapon_fire",
        "shootdown",
        "mine",
        "incursion",
    }
)


def _worth_review(hits: list[Trigger]) -> bool:
    return any(t.category in _STRONG for t in hits)


def _looks_like_claim(sentence: Sentence, found: list[Mention], telling: Telling) -> bool:
    parties = {m.party for m in found if m.party and not telling.pack.is_neutral(m.party)}
    if not parties:
        return False
    numbers = any(t.kind == "num" for t in sentence.tokens)
    return (bool(sentence.of("weapon")) and numbers) or (
        len(parties) >= 2 and (bool(sentence.of("weapon")) or sentence.has("u_times", "damaged"))
    )


def _not_counts(stated: list[Moment], times: list[Clock]) -> set[int]:
    blocked = {i for m in stated for i in range(m.first, m.last + 1) if m.basis in ("stated", "year")}
    return blocked | {i for c in times if c.precision != "part_of_day" for i in range(c.first, c.last + 1)}


def _remember(
    sentence: Sentence,
    telling: Telling,
    speech: list[SpeechEvent],
    stated: list[Moment],
    statements: list[Statement],
) -> None:
    outer = [e for e in speech if e.form == "after"]
    for event in sorted(speech, key=lambda e: (e.form in ("after", "accord"), e.at)):
        if event.form == "before" and any(o.low <= event.at <= o.high for o in outer):
            continue  # "X wrote that ..., the ministry said": the ministry is who spoke
        telling.voices.hear(event)
    dated = [m for m in stated if m.basis != "year" and not _of_speech(sentence, m)]
    told = [
        s
        for s in statements
        if s.date_start is not None and "date_start" in s.field_spans and s.kind != "ceasefire_agreed"
    ]
    if sentence.role == "headline":
        pass
    elif told and told[-1].date_start is not None:
        telling.last_moment = Moment(
            told[-1].date_start, told[-1].date_end or told[-1].date_start, 0, 0, "told"
        )
    elif dated:
        telling.last_moment = dated[-1]
    for statement in statements:
        if (
            statement.accused_party
            and statement.kind not in ("denial", "ceasefire_agreed")
            and statement.modality != "denied"
        ) and statement.accused_party != statement.speaker_party:
            telling.sides.last_accused = statement.accused_party


def _of_speech(sentence: Sentence, moment: Moment) -> bool:
    """The date is of the saying: "said on Wednesday", "the ministry said Apr. 8", a dateline."""
    if any(0 < moment.first - m.last <= 2 for m in sentence.of("say", "accuse")):
        return moment.last >= len(sentence.tokens) - 4 or moment.basis == "weekday"
    after = sentence.tokens[moment.last + 1 : moment.last + 4]
    return (
        moment.first <= 4
        and any(t.text in (".", ",", "/") for t in after[:1])
        and any(
            (t.text.isupper() and len(t.text) > 3)
            or t.text == ":"
            or any(m.first == moment.last + 2 for m in sentence.of("outlet"))
            for t in after
        )
    )


def _counts(
    sentence: Sentence, hits: list[Trigger], numbers: list[Quantity]
) -> dict[int, tuple[Quantity, bool]]:
    """Trigger's first token -> (its number, whether it stands alone as "N explosions" does).

    "N times" belongs to the violation; "N shots", "N attacks", "N explosions" are frames of their own.
    """
    out: dict[int, tuple[Quantity, bool]] = {}
    units = sentence.of("u_times", "u_cases")
    for q in numbers:
        unit = next(
            (
                u
                for u in units
                if u.first == q.last + 1
                or (u.first == q.last + 2 and sentence.tokens[q.last + 1].kind == "word")
            ),
            None,
        )
        once = sentence.tokens[q.last].key in ("twice", "thrice") or (
            sentence.tokens[q.last].key == "once"
            and sentence.keys(q.last + 1, q.last + 1) not in (["again"], ["more"])
        )
        if sentence.tokens[q.last].key == "once" and not once:
            continue
        if unit is not None and unit.first == q.last + 1:
            named = next(
                (t for t in hits if 0 < t.first - unit.last <= 1 and t.category in COUNTED_NOUNS), None
            )
            if named is not None and named.first not in out:
                out[named.first] = (q, named.category != "violation_n")
                continue
        if (unit is not None or once) and not q.is_article:
            near = [
                t
                for t in hits
                if t.kind.family in ("fire", "incursion", "restriction", "truce", "explosion")
                and t.category not in ("use", "launched")
            ]
            if near:
                chosen = min(
                    near,
                    key=lambda t: (
                        t.category not in ("violate", "violation_n", "violated_passive"),
                        abs(t.first - q.first),
                    ),
                )
                if chosen.first not in out:
                    out[chosen.first] = (q, False)
            continue
        noun = next(
            (
                t
                for t in hits
                if q.last < t.first <= q.last + 4
                and t.category in COUNTED_NOUNS
                and _adjacent(sentence, q.last + 1, t.first - 1)
            ),
            None,
        )
        held = next(
            (
                t
                for t in hits
                if t.first < q.first
                and q.last < t.last
                and t.category in ("attack", "fire", "incursion", "shell")
            ),
            None,
        )
        if held is not None and held.first not in out and not q.is_article:
            out[held.first] = (q, False)
            continue
        if noun is None:
            thrown = _thrown(sentence, q, hits)
            if thrown is not None and thrown.first not in out:
                out[thrown.first] = (q, False)
            continue
        if noun.first in out:
            continue
        if (
            q.is_article
            and noun.category != "explosion"
            and sentence.tokens[q.last].key not in ("one", "одна", "один")
        ):
            continue
        if (
            noun.category in ("fire", "shell")
            and not sentence.tokens[noun.first].key.endswith(("s", "ings", "ing"))
            and sentence.tokens[noun.first].key not in ("shelling", "shell")
        ):
            continue
        alone = noun.category in (
            "explosion",
            "attack",
            "shell",
            "incursion",
            "fire_n",
            "shot_count",
            "burst",
            "observed_item",
        ) or _many_counted(sentence, numbers, hits)
        out[noun.first] = (q, alone and noun.category != "violation_n")
    violations = [t for t in hits if t.first in out and t.category == "violation_n"]
    if len(violations) > 1:
        for t in violations:
            out[t.first] = (out[t.first][0], True)
    return out


_PROJECTILES = frozenset(
    {
        "rocket",
        "shell",
        "missile",
        "mortar",
        "artillery",
        "60mm mortar",
        "82mm mortar",
        "120mm mortar",
        "mlrs",
        "drone",
        "UAV",
    }
)


def _thrown(sentence: Sentence, q: Quantity, hits: list[Trigger]) -> Trigger | None:
    """ "six rockets launched", "fired 12 shells": the number of what was fired belongs to the firing."""
    if q.is_article and sentence.tokens[q.last].key not in ("one", "another", "один", "одна"):
        return None
    weapon = next(
        (m for m in sentence.of("weapon") if q.last < m.first <= q.last + 2 and m.payload in _PROJECTILES),
        None,
    )
    if weapon is None or not sentence.tokens[weapon.last].key.endswith(
        ("s", "shell", "rocket", "missile", "ы", "ов", "lar", "ler", "drone")
    ):
        return None
    near = [
        t
        for t in hits
        if t.kind.family == "fire"
        and -8 <= t.first - weapon.last <= 6
        and t.category in ("fire", "launched", "under_fire", "shell", "weapon_fire")
    ]
    return min(near, key=lambda t: abs(t.first - weapon.last), default=None)


def _many_counted(sentence: Sentence, numbers: list[Quantity], hits: list[Trigger]) -> bool:
    return len([q for q in numbers if not q.is_article]) > 2


def _adjacent(sentence: Sentence, low: int, high: int) -> bool:
    """Only adjectives between a number and its noun."""
    for at in range(low, high + 1):
        token = sentence.tokens[at]
        if (
            token.kind != "word"
            or token.key in CONJUNCTIONS
            or token.key in ("in", "of", "on", "at", "the", "by", "was", "were", "from", "to")
        ):
            return token.key == "of" and low == at
    return True


@dataclass
class _SentenceReader:
    """Holds one sentence's readings together while its frames are turned into statements."""

    sentence: Sentence
    telling: Telling
    found: list[Mention]
    speech: list[SpeechEvent]
    stated: list[Moment]
    times: list[Clock]
    numbers: list[Quantity]
    counts: dict[int, tuple[Quantity, bool]]
    parts: list[tuple[int, int]]
    no_number: set[int]
    why: str | None = None
    has_fire: bool = False

    def read(self, grouped: list[Frame]) -> list[Statement]:
        out: list[Statement] = []
        denial = next((f for f in grouped if f.has("deny")), None)
        if denial is not None:
            grouped = self._deny(denial, grouped)
        self.has_fire = any(f.family == "fire" for f in grouped)
        kept = next((f for f in grouped if f.has("kept_truce")), None)
        if kept is not None:
            until = next(
                (
                    i
                    for i, t in enumerate(self.sentence.tokens)
                    if t.key in ("until", "unless") and i > kept.first
                ),
                None,
            )
            grouped = [f for f in grouped if f is kept or until is None or f.first < until]
        busy = {(f.low, f.high) for f in grouped if f.family in ("fire", "mine")}
        grouped = [
            f
            for f in grouped
            if not (f.family == "incursion" and (f.low, f.high) in busy and self._is_noun(f))
        ]
        grouped = [f for f in grouped if not (f.family == "truce" and self._subordinate(f, grouped))]
        toll_parts: set[tuple[int, int]] = set()
        speakers_done: list[tuple[Statement, int]] = []
        for low, high in self.parts:
            who = self.attribution(low if not grouped else self._anchor(low, high))
            for toll in tolls(self.sentence, low, high, self.found, self.numbers, who.party, self.no_number):
                if denial is not None and toll.first >= denial.low:
                    continue
                statement = self._casualty(toll, low, high, grouped)
                if statement is not None:
                    if self._merged(statement, speakers_done):
                        continue
                    speakers_done.append((statement, toll.first))
                    if not toll.none:
                        toll_parts.add((low, high))
        for frame in grouped:
            if frame.family == "fire" and self._only_cause(frame, toll_parts):
                continue
            statement = self._statement(frame)
            if statement is not None:
                out.append(statement)
        out += [s for s, _ in speakers_done]
        out.sort(key=lambda s: (s.start, s.end, s.kind))
        return _unique(out)

    def _subordinate(self, frame: Frame, grouped: list[Frame]) -> bool:
        """ "violated the ceasefire after it came into effect": the coming into effect dates the violation, no more."""
        near = self.sentence.keys(frame.first - 8, frame.first - 1)
        others = any(f.family in ("fire", "explosion") for f in grouped)
        return "before" in near or (others and bool({"after", "when", "since", "минуты"} & set(near)))

    def _is_noun(self, frame: Frame) -> bool:
        return all(
            self.sentence.tokens[t.last].key.startswith(("group", "saboteur", "subversive", "offensive"))
            for t in frame.triggers
        )

    def _merged(self, statement: Statement, done: list[tuple[Statement, int]]) -> bool:
        """ "killed two civilians, which the morgue confirmed, and injured six": one statement with both numbers."""
        if (
            not done
            or done[-1][0].speaker_party != statement.speaker_party
            or statement.negated
            or done[-1][0].negated
        ):
            return False
        first = done[-1][0]
        if (
            first.killed
            and not first.wounded
            and statement.wounded
            and not statement.killed
            and set(statement.wounded) <= {UNSPEC, *first.killed}
        ):
            side = next(iter(first.killed))
            first.wounded = {side if k == UNSPEC else k: v for k, v in statement.wounded.items()}
            return True
        return False

    def _anchor(self, low: int, high: int) -> int:
        marks = [m.first for m in self.sentence.of("killed", "wounded", "losses") if low <= m.first <= high]
        return marks[0] if marks else low

    def _deny(self, denial: Frame, grouped: list[Frame]) -> list[Frame]:
        """A verb of denying takes what it denies with it: only the denial is left of what follows."""
        return [f for f in grouped if f is denial or f.first < denial.first]

    def _only_cause(self, frame: Frame, toll_parts: set[tuple[int, int]]) -> bool:
        """ "Unprovoked firing wounded five civilians": the firing is the cause of one casualty statement, no second one."""
        if self._causes_none(frame):
            return True
        if not any(low <= frame.first <= high for low, high in toll_parts):
            return False
        if any(t.first in self.counts for t in frame.triggers):
            return False
        if not all(t.category in CAUSES or t.category == "fire" for t in frame.triggers):
            return False
        words = [self.sentence.tokens[t.last].key for t in frame.triggers]
        if any(w.endswith("ed") or w in ("open", "opened", "attack") for w in words):
            return False
        finite = any(
            t.category == "fire" and self.sentence.tokens[t.first].key != "firing" for t in frame.triggers
        )
        return not finite

    def _causes_none(self, frame: Frame) -> bool:
        """ "The violation caused no casualties": about the casualties, not a second violation."""
        if (
            not all(t.category == "violation_n" for t in frame.triggers)
            or frame.triggers[0].first in self.counts
        ):
            return False
        return bool(
            set(self.sentence.keys(frame.last + 1, frame.last + 3))
            & {"caused", "resulted", "inflicted", "led"}
        ) and self.sentence.has("losses")

    def attribution(self, at: int) -> Attribution:
        """Who speaks at this token: the innermost event that governs it, else who spoke last, else the document's voice."""
        telling, voices = self.telling, self.telling.voices
        governing = [
            e
            for e in self.speech
            if e.low <= at <= e.high and not (e.subject[0] <= at <= e.subject[1] and e.form != "accuse")
        ]
        before = sorted(
            (e for e in governing if e.form in ("before", "accuse", "colon")), key=lambda e: e.low
        )
        others = [e for e in governing if e.form in ("after", "accord")]
        order = list(reversed(before)) + others
        via: list[str] = []
        chosen: SpeechEvent | None = None
        if any(e.party not in ("OWN", None, "MEDIA") for e in order):
            order = [e for e in order if e.party != "OWN"]  # "we have recorded ...", said X: X alone speaks
        for event in order:
            if event.party == "MEDIA" and not event.mutual:
                if event.words:
                    via.append(event.words)
                continue
            if chosen is None:
                chosen = event
        if chosen is not None:
            party, words = self._resolve(chosen)
            outer = [self._resolve(e)[0] for e in order if e is not chosen and e.party not in ("MEDIA", None)]
            quoted_by = next((p for p in outer if p and p != party), None)
            modality = "reported" if party == "RES" or chosen.mutual or quoted_by is not None else "asserted"
            if (
                chosen.claims
                and voices.side
                and party not in (None, voices.side, "MEDIA")
                and not telling.pack.is_neutral(party)
            ):
                modality, quoted_by = "reported", quoted_by or voices.side
            if party == "BOTH":
                party, modality = "MEDIA", "reported"
            return Attribution(party, words, quoted_by, tuple(via), modality, chosen, True)
        if (
            self.sentence.quoted
            and at < len(self.sentence.quoted)
            and self.sentence.quoted[at]
            and telling.quote_speaker
        ):
            party, words = telling.quote_speaker
            return Attribution(
                party, words, None, tuple(via), "reported" if party == "RES" else "asserted", None, True
            )
        return self._default(tuple(via))

    def _resolve(self, event: SpeechEvent) -> tuple[str | None, str | None]:
        """ "It said", "the ministry added": whoever spoke last, else the document's own voice."""
        if event.party not in ("?", "OWN"):
            return event.party, event.words or None
        voices = self.telling.voices
        previous = [e for e in self.speech if e.at < event.at and e.party not in ("?", "OWN", None, "MEDIA")]
        if event.form == "after" and voices.current is None and voices.default not in (None, "MEDIA"):
            return voices.default, event.words
        if event.form == "after" and previous and previous[-1].form == "before":
            previous = []
        if previous:
            return previous[-1].party, event.words
        lowered = event.words.lower()
        if voices.current in (None, "RES") or (
            "ministry" in lowered and voices.default and voices.current is None
        ):
            return (
                voices.default if voices.default != "MEDIA" else voices.current or self._only_side(),
                event.words,
            )
        return voices.current, event.words

    def _only_side(self) -> str | None:
        return None

    def _default(self, via: tuple[str, ...]) -> Attribution:
        voices, telling = self.telling.voices, self.telling
        allied = set(voices.heard) - {"RES"}
        if (
            (
                len(allied) == 1
                and voices.current in allied
                and voices.default not in (None, "MEDIA", voices.current)
            )
            and voices.current != telling.sides.opponent(voices.default)
            and not telling.pack.is_neutral(voices.current)
        ):
            return Attribution(voices.current, voices.current_words, None, via, "asserted", None, False)
        if voices.default not in (None, "MEDIA"):
            return Attribution(voices.default, None, None, via, "asserted", None, False)
        heard = set(voices.heard) - {"RES"}
        if len(heard) == 1 and voices.current in heard:
            return Attribution(voices.current, voices.current_words, None, via, "asserted", None, False)
        return Attribution("MEDIA", None, None, via, "asserted", None, False)

    # --- fields ------------------------------------------------------------------------------------------------

    def _statement(self, frame: Frame) -> Statement | None:
        sentence, telling = self.sentence, self.telling
        main = max(frame.triggers, key=lambda t: (t.kind.rank, -t.first))
        if (
            telling.is_observer
            and frame.has("kept_truce")
            and not any(m.what == "party" and m.stance == "plain" for m in self.found if m.party != "OSCE")
        ):
            return None
        who = self.attribution(frame.first)
        low, high = self._quote_tokens(frame)
        weapon = self._weapon(frame, low, high)
        if (
            telling.is_observer
            and weapon is not None
            and weapon.kind == "uav"
            and not frame.has("uav", "weapon_fire")
        ):
            weapon = None
        kind = self._kind(frame, main, weapon)
        if kind is None:
            self.why = "a weapon or a use is named, but not what was done with it"
            return None
        counted = next((self.counts[t.first] for t in frame.triggers if t.first in self.counts), None)
        negated = self._negated(frame)
        party, words, modality = who.party, who.words, who.modality
        if kind == "ceasefire_agreed" or (frame.has("clash") and kind == "other"):
            if not who.is_explicit and not telling.is_observer and not self._tied(who):
                party, words = "MEDIA", None
            if negated:
                return None
        held = blame(sentence, frame, self.found, self.speech, party, telling.sides, who.event)
        statement = self._new(frame, kind, low, high, who, party, words)
        statement.modality, statement.negated = modality, negated
        statement.rule = f"clause.{main.category}.{held.rule}"
        statement.accused_party = self._accused(frame, kind, held, party, who)
        if held.span is not None:
            statement.field_spans["accused_party"] = sentence.span(*held.span)
        self._hedged_modality(statement, frame, who, held)
        self._denial(statement, frame, held, main)
        if statement.negated and statement.kind in (
            "violation_unspecified",
            "artillery",
            "explosion_undetermined",
            "mortar",
        ):
            statement.count = statement.count_low = statement.count_high = 0
        elif counted is not None and statement.kind != "denial":
            self._count(statement, counted[0])
        elif frame.has("shootdown"):
            self._count_after(statement, frame)
        self._when(statement, frame)
        self._where(statement, frame, low, high)
        if weapon is not None:
            statement.weapon, statement.calibre_mm = weapon.name, weapon.calibre_mm
            statement.field_spans["weapon"] = sentence.span(weapon.first, weapon.last)
        elif frame.has("shell", "under_shelling", "obstrel") and statement.kind == "artillery":
            statement.weapon = "shelling"
        statement.confidence = self._confidence(statement, held, who, frame)
        return statement

    def _tied(self, who: Attribution) -> bool:
        return who.event is not None

    def _new(
        self,
        frame: Frame | None,
        kind: str,
        low: int,
        high: int,
        who: Attribution,
        party: str | None,
        words: str | None,
    ) -> Statement:
        start, end = self.sentence.span(low, high)
        if party not in (None, "MEDIA") and words is None and party == self.telling.voices.current:
            words = self.telling.voices.current_words
        statement = Statement(self.telling.doc, self.sentence.text[start:end], start, end, kind, words, party)
        statement.block_seq = self.sentence.block_seq
        statement.via = list(who.via)
        statement.quoted_by = who.quoted_by
        if who.event is not None:
            statement.field_spans["speaker"] = self.sentence.span(*who.event.subject)
        if frame is not None:
            main = max(frame.triggers, key=lambda t: t.kind.rank)
            statement.field_spans["kind"] = self.sentence.span(main.first, main.last)
        return statement

    def _quote_tokens(self, frame: Frame) -> tuple[int, int]:
        low, high = frame.low, frame.high
        tokens = self.sentence.tokens
        alone = [t for t in frame.triggers if self.counts.get(t.first, (None, False))[1]]
        if alone:
            q = self.counts[alone[0].first][0]
            others = sorted(c[0].first for c in self.counts.values() if low <= c[0].first <= high)
            earlier = [o for o in others if o < q.first]
            later = [o for o in others if o > q.first]
            if earlier:
                low = q.first
            if later and later[0] - 1 > frame.last:
                high = later[0] - 1
        while low < high and (tokens[low].kind == "punct" or tokens[low].key in CONJUNCTIONS):
            low += 1
        while high > low and (
            tokens[high].kind == "punct" or (tokens[high].key in CONJUNCTIONS and high > frame.last)
        ):
            high -= 1
        return min(low, frame.first), max(high, frame.last)

    def _weapon(self, frame: Frame, low: int, high: int) -> Weapon | None:
        if frame.family in ("truce", "calm", "deny", "threat"):
            return weapon_in(self.sentence, frame.low, frame.high) if frame.has("deny") else None
        if any(self.counts.get(t.first, (None, False))[1] for t in frame.triggers):
            return weapon_in(self.sentence, low, high)
        if frame.has("burst"):
            commas = [i for i in range(frame.low, frame.first) if self.sentence.tokens[i].text == ","]
            return weapon_in(self.sentence, commas[-1] if commas else frame.low, high)
        counted = sorted(
            c[0].first
            for t, c in self.counts.items()
            if c[1] and frame.low <= t <= frame.high and not any(t == x.first for x in frame.triggers)
        )
        if counted and counted[0] > frame.first:
            high = min(high, counted[0] - 1)
        return weapon_in(self.sentence, low, high)

    def _kind(self, frame: Frame, main: Trigger, weapon: Weapon | None) -> str | None:
        if frame.family in (
            "deny",
            "truce",
            "calm",
            "restriction",
            "mine",
            "uav",
            "threat",
            "movement",
            "incursion",
        ):
            if (
                frame.family == "incursion"
                and weapon is not None
                and weapon.kind in ("tank", "artillery", "mortar")
                and not self.has_fire
            ):
                return weapon.kind if weapon.kind != "uav" else "incursion"
            return main.kind.kind
        if frame.family == "shootdown":
            return "other"
        if frame.family == "crater":
            return weapon.kind if weapon is not None and weapon.kind in HEAVY_KINDS else None
        if frame.has("observed_item"):
            return "other"
        if frame.family == "explosion":
            if weapon is not None and weapon.kind in HEAVY_KINDS and weapon.first > frame.last:
                return weapon.kind
            return "explosion_undetermined"
        if frame.has("use", "launched") and all(t.category in ("use", "launched") for t in frame.triggers):
            return weapon.kind if weapon is not None and weapon.kind != "other" else None
        if weapon is not None and weapon.kind != "other":
            if (
                weapon.kind in ("small_arms", "machine_gun", "sniper", "grenade_launcher")
                and frame.has("shell", "under_shelling")
                and not frame.has("fire", "fire_n")
            ):
                return "artillery" if weapon.kind == "small_arms" else weapon.kind
            if weapon.name == "missile" and frame.has("weapon_fire"):
                return "air_strike" if "air" in self.sentence.words.lower() else "mlrs"
            return weapon.kind
        if frame.has("shell", "under_shelling", "obstrel"):
            return "artillery"
        if frame.has("shot_count", "burst"):
            return "small_arms"
        if frame.has("fire", "fire_n", "under_fire", "return_fire"):
            if frame.has("under_fire") and _attack_word(self.sentence, frame):
                return "other"
            if (
                frame.has("return_fire")
                and not frame.has("fire", "fire_n")
                and "measures" in self.sentence.keys(frame.first, frame.last + 2)
            ):
                return "other"
            return "small_arms"
        if frame.has("weapon_fire"):
            return "small_arms"
        if frame.has("attack", "clash", "provocation") and not frame.has(
            "violate", "violation_n", "violated_passive"
        ):
            return "other"
        return "violation_unspecified" if frame.has("violate", "violation_n", "violated_passive") else "other"

    def _negated(self, frame: Frame) -> bool:
        first = frame.first
        for match in self.sentence.of("no"):
            if not frame.low <= match.first <= frame.high:
                continue
            key = self.sentence.tokens[match.first].key
            if key == "any":
                continue
            if frame.first <= match.first <= frame.first + 2 and match.first <= frame.last:
                return True
            between = self.sentence.keys(match.last + 1, first - 1)
            if (
                match.last < first
                and first - match.last <= 5
                and not any(k in (",", "and", "but", ";", "а", "но", "that", "and/or") for k in between)
            ):
                return True
        return any(frame.first < m.first <= frame.last + 4 for m in self.sentence.of("no_post"))

    def _accused(
        self, frame: Frame, kind: str, held: Blame, party: str | None, who: Attribution
    ) -> str | None:
        if kind in ("ceasefire_agreed", "calm"):
            return None
        if who.event is not None and who.event.mutual:
            return None
        if (
            all(t.category == "clash" for t in frame.triggers)
            and kind == "other"
            and held.rule not in ("agent",)
        ):
            return None
        if self.telling.pack.is_neutral(party) and held.rule in (
            "opponent_of_target",
            "opponent_of_speaker",
            "none",
        ):
            return self._side_of_origin(frame)
        if frame.has("mine") and held.rule in ("opponent_of_speaker",) and not frame.has("fire"):
            return held.accused
        if frame.has("return_fire") and held.rule not in ("actor", "agent", "own", "origin"):
            return party if not self.telling.pack.is_neutral(party) else held.accused
        if frame.has("threat") and held.rule not in ("actor", "own"):
            return party
        return held.accused

    def _side_of_origin(self, frame: Frame) -> str | None:
        """ "from the general area of Wazzani": an observer that names the place of firing names its side, where the pack has one."""
        for match in self.sentence.within(frame.low, frame.high, "place"):
            place = match.payload
            before = self.sentence.keys(match.first - 6, match.first - 1)
            if (
                place.side
                and any(k in ("from", "vicinity") for k in before)
                and frame.has("fire", "launched", "under_fire", "weapon_fire")
            ):
                return str(place.side)
        return None

    def _hedged_modality(self, statement: Statement, frame: Frame, who: Attribution, held: Blame) -> None:
        if self.sentence.within(frame.low, frame.high, "allegedly") and self._from_across(statement, who):
            statement.modality = "reported"
        if frame.has("threat"):
            statement.modality = "threatened"
        passive = [m for m in self.sentence.of("report_passive") if frame.low - 3 <= m.first <= frame.high]
        if (
            passive
            and statement.speaker_party in ("MEDIA", "OSCE", "UN")
            and not self.telling.pack.is_neutral("x")
        ):
            text = self.sentence.keys(passive[0].first, passive[0].last)
            if "heard" not in text or statement.speaker_party == "MEDIA":
                statement.modality = "reported"

    def _from_across(self, statement: Statement, who: Attribution) -> bool:
        """The words are one side's, in a document that is the other's."""
        side = self.telling.voices.side
        return who.quoted_by is not None or (
            side is not None and statement.speaker_party not in (None, "MEDIA", side)
        )

    def _denial(self, statement: Statement, frame: Frame, held: Blame, main: Trigger) -> None:
        """A party's "we did not" is a denial; an observer's "no violations" is a negated statement of what was looked for."""
        own = (
            held.accused is not None
            and held.accused == statement.speaker_party
            and held.rule in ("actor", "own", "agent", "origin")
        )
        if frame.has("deny", "false", "kept_truce"):
            statement.kind, statement.modality, statement.negated = "denial", "denied", True
            allied = held.accused is not None and held.accused != self.telling.sides.opponent(
                statement.speaker_party
            )
            if allied and statement.speaker_party not in (None, "MEDIA", "RES", "OSCE", "UN"):
                statement.accused_party = statement.speaker_party
            elif (
                frame.has("kept_truce")
                and held.accused is not None
                and held.rule in ("actor", "own")
                and held.accused != statement.speaker_party
            ):
                statement.accused_party = held.accused
            else:
                statement.accused_party = (
                    statement.speaker_party
                    if statement.speaker_party not in ("MEDIA", "RES")
                    else held.accused
                )
            if frame.has("deny"):
                subject = self._denier(main)
                if subject is not None:
                    statement.speaker_party, statement.speaker = subject
                    statement.accused_party = subject[0]
            return
        if (
            statement.negated
            and own
            and frame.family in ("fire", "incursion", "shootdown", "uav")
            and statement.kind != "casualty"
        ):
            statement.kind, statement.modality = "denial", "denied"
            statement.accused_party = statement.speaker_party
        elif statement.negated and held.rule in (
            "opponent_of_speaker",
            "opponent_of_target",
            "last_accused",
            "none",
        ):
            statement.accused_party = None

    def _denier(self, main: Trigger) -> tuple[str, str] | None:
        before = [m for m in self.found if m.last < main.first and m.what == "party" and m.party]
        if not before and main.first <= 1:  # the verb stands first, as in Arabic
            before = [m for m in self.found if m.first > main.last and m.what == "party" and m.party][:1]
        if before and not self.telling.pack.is_neutral(before[-1].party) and before[-1].party:
            return before[-1].party, self.sentence.says(before[-1].first, before[-1].last)
        return None

    def _count(self, statement: Statement, q: Quantity) -> None:
        statement.count = q.value
        statement.count_low = q.low
        statement.count_high = q.high
        statement.hedge = q.hedge
        statement.field_spans["count"] = self.sentence.span(q.first, q.last)
        unit = next(
            (u for u in self.sentence.of("u_times", "u_cases") if q.last < u.first <= q.last + 2), None
        )
        after = q.last + 1
        if unit is not None:
            statement.unit = self.sentence.says(unit.first, unit.last)
        elif after < len(self.sentence.tokens) and self.sentence.tokens[after].kind == "word":
            noun = next(
                (
                    t
                    for t in range(after, min(after + 5, len(self.sentence.tokens)))
                    if any(m.first <= t <= m.last for m in self.sentence.of(*COUNTED_NOUNS))
                ),
                after,
            )
            statement.unit = self.sentence.tokens[noun].text
        statement.aggregate = (statement.count or 0) > 1 and (
            statement.kind == "violation_unspecified" or unit is not None
        )

    def _count_after(self, statement: Statement, frame: Frame) -> None:
        near = [q for q in self.numbers if frame.low <= q.first <= frame.high]
        chosen = next((q for q in near if q.first > frame.last and q.first - frame.last <= 2), None) or next(
            (q for q in reversed(near) if q.last < frame.first), None
        )
        if chosen is not None:
            self._count(statement, chosen)

    def _when(
        self, statement: Statement, frame: Frame | None, low: int | None = None, high: int | None = None
    ) -> None:
        if frame is not None:
            low, high = frame.low, frame.high
        low = low or 0
        high = high if high is not None else len(self.sentence.tokens) - 1
        telling = self.telling
        if statement.kind == "denial" and not self.stated:
            return
        pool = [m for m in self.stated if not _of_speech(self.sentence, m)]
        if not pool and (telling.last_moment is None or telling.last_moment.basis != "told"):
            pool = self.stated
        periods = [m for m in pool if m.basis == "period"]
        beside = [m for m in pool if m.basis == "stated" and any(abs(m.first - p.last) <= 2 for p in periods)]
        if beside:
            pool = beside
        elif periods and any(m.basis in ("weekday", "stated") and m.end == periods[0].end for m in pool):
            pool = periods
        inside = [m for m in pool if low <= m.first <= high]
        usable = inside or pool
        if statement.kind == "ceasefire_agreed":
            anchor = frame.last if frame is not None else low
            usable = sorted(self.stated, key=lambda m: abs(m.first - anchor)) if self.stated else []
        else:
            usable = [m for m in usable if m.basis != "year"] or usable
        if usable:
            chosen = usable[0]
            statement.date_start, statement.date_end = chosen.start, chosen.end
            statement.field_spans["date_start"] = self.sentence.span(chosen.first, chosen.last)
        elif telling.previous_period and self._of_previous_period():
            statement.date_start, statement.date_end = telling.previous_period
        elif telling.period is not None:
            statement.date_start, statement.date_end = telling.period
        elif statement.kind not in ("denial", "ceasefire_agreed") and self.sentence.role != "headline":
            if telling.last_moment is not None:
                statement.date_start, statement.date_end = telling.last_moment.start, telling.last_moment.end
            elif telling.default_dates is not None:
                statement.date_start, statement.date_end = telling.default_dates
        times = [c for c in self.times if low <= c.first <= high] or (
            self.times if len(self.times) == 1 else []
        )
        exact = [c for c in times if c.precision != "part_of_day"]
        chosen_time = next(iter(exact or times), None)
        if chosen_time is not None and statement.kind != "denial":
            statement.time, statement.time_low, statement.time_high = (
                chosen_time.label,
                chosen_time.low,
                chosen_time.high,
            )
            statement.time_precision = {"exact": "exact", "span": "span", "part_of_day": "part_of_day"}[
                chosen_time.precision
            ]
            statement.field_spans["time"] = self.sentence.span(chosen_time.first, chosen_time.last)
            overnight = self.sentence.tokens[chosen_time.first].key in ("overnight", "last")
            if overnight and statement.date_start and not usable and telling.published:
                statement.date_start = min(statement.date_start, telling.published - timedelta(days=1))
        elif statement.date_start is not None:
            statement.time_precision = "day" if statement.date_start == statement.date_end else "span"

    def _of_previous_period(self) -> bool:
        """ "in the previous reporting period it recorded 77", but not "compared with the previous reporting period"."""
        for match in self.sentence.of("time"):
            if match.payload == "previous_period":
                return not any(
                    k in ("compared", "than", "against", "compare", "to")
                    for k in self.sentence.keys(match.first - 4, match.first - 1)
                )
        return False

    def _where(self, statement: Statement, frame: Frame | None, low: int, high: int) -> None:
        if statement.kind in ("denial",) and frame is None:
            return
        blocked = {
            i
            for m in self.found
            for i in range(m.core, m.last + 1)
            if (m.what == "party" and m.stance != "target") or (m.what == "party" and i == m.core)
        }
        blocked |= {i for e in self.speech for i in range(e.subject[0], e.subject[1] + 1)}
        blocked |= {i for m in self.stated for i in range(m.first, m.last + 1)}
        places = placed(self.sentence, low, high, blocked)
        if frame is not None and any(self.counts.get(t.first, (None, False))[1] for t in frame.triggers):
            everywhere = placed(self.sentence, 0, len(self.sentence.tokens) - 1, blocked)
            at = self.sentence.tokens[frame.first].start
            inside = [p for p in places if p.span[0] > at]
            earlier = [p for p in everywhere if p.span[1] <= at]
            if not inside and earlier and len(everywhere) > len(places[:1]):
                places = earlier[-1:] if any(p.is_region for p in earlier) else places or earlier
        if not places:
            places = [
                p
                for p in placed(self.sentence, 0, len(self.sentence.tokens) - 1, blocked)
                if statement.kind not in ("ceasefire_agreed",)
            ]
        statement.places = _distinct(places)
        point = _point(statement.places)
        if point is not None:
            statement.lat, statement.lon, statement.radius_m = point

    def _casualty(self, toll: Toll, low: int, high: int, grouped: list[Frame]) -> Statement | None:
        who = self.attribution(toll.first if not toll.none else toll.last)
        party = who.party
        if party == "MEDIA" and self.sentence.has("background"):
            return None
        if self.sentence.within(max(0, toll.first - 3), toll.last + 3, "not_event"):
            return None
        if (
            not toll.killed
            and not toll.wounded
            and not toll.none
            and toll.victims is None
            and not self.sentence.within(low, high, "losses")
        ):
            return None
        quote_low, quote_high = self._trim(low, high)
        statement = self._new(None, "casualty", quote_low, quote_high, who, party, who.words)
        statement.field_spans["kind"] = self.sentence.span(toll.first, toll.last)
        statement.modality, statement.negated = who.modality, toll.none
        victims = toll.victims
        enemy = self.telling.sides.opponent(party)
        killed = {(enemy or UNSPEC) if k == "ENEMY" else k: v for k, v in toll.killed.items()}
        wounded = {(enemy or UNSPEC) if k == "ENEMY" else k: v for k, v in toll.wounded.items()}
        if victims == "ENEMY":
            victims = enemy
        unsaid = any(k in ("without", "causing") for k in self.sentence.keys(low, high)) or bool(
            self.sentence.within(low, high, "report_passive")
        )
        if (
            victims == UNSPEC
            and party
            and not self.telling.pack.is_neutral(party)
            and toll.none
            and not unsaid
        ):
            victims = party
            killed = dict.fromkeys([party], 0) if killed else {}
            wounded = dict.fromkeys([party], 0) if wounded else {}
        if (
            victims is None
            and party
            and not self.telling.pack.is_neutral(party)
            and self.sentence.within(low, high, "military")
        ):
            victims = party
            killed = {party if k == UNSPEC else k: v for k, v in killed.items()}
            wounded = {party if k == UNSPEC else k: v for k, v in wounded.items()}
        statement.killed, statement.wounded = killed or None, wounded or None
        statement.hedge = toll.hedge
        statement.accused_party, rule = self._casualty_accused(victims, low, high, party, toll, grouped)
        statement.rule = f"clause.casualty.{rule}"
        if self.sentence.within(low, high, "allegedly") and self._from_across(statement, who):
            statement.modality = "reported"
        if self.sentence.within(low, high, "report_passive") and party == "MEDIA":
            statement.modality = "reported" if not toll.none else statement.modality
        self._when(statement, None, low, high)
        self._where(statement, None, low, high)
        statement.confidence = 0.85 if statement.killed or statement.wounded else 0.7
        return statement

    def _trim(self, low: int, high: int) -> tuple[int, int]:
        tokens = self.sentence.tokens
        while low < high and (tokens[low].kind == "punct" or tokens[low].key in CONJUNCTIONS):
            low += 1
        while high > low and tokens[high].kind == "punct":
            high -= 1
        return low, high

    def _casualty_accused(
        self, victims: str | None, low: int, high: int, party: str | None, toll: Toll, grouped: list[Frame]
    ) -> tuple[str | None, str]:
        sides, pack = self.telling.sides, self.telling.pack
        agents = [
            m
            for m in self.found
            if low <= m.core <= high
            and m.stance in ("agent", "origin")
            and m.what == "party"
            and m.party != victims
            and not pack.is_neutral(m.party)
        ]
        if victims is not None and victims not in (CIV, UNSPEC) and not pack.is_neutral(victims):
            if pack.is_neutral(party) and party not in ("MEDIA", "RES"):
                return (agents[0].party, "agent") if agents else (None, "none")
            if agents:
                return agents[0].party, "agent"
            return sides.opponent(victims), "opponent_of_victims"
        if agents:
            return agents[0].party, "agent"
        near = [f for f in grouped if f.family == "fire"]
        for frame in near:
            held = blame(self.sentence, frame, self.found, self.speech, party, sides, None)
            if held.accused is not None and held.rule not in ("opponent_of_speaker", "last_accused", "none"):
                return held.accused, "actor"
        if pack.is_neutral(party) and party not in ("MEDIA", "RES"):
            return None, "none"
        actors = [
            m
            for m in self.found
            if low <= m.core <= high
            and m.stance == "plain"
            and m.what == "party"
            and m.head == "force"
            and m.party != victims
        ]
        if actors and not toll.none and self._active_killing(toll):
            return actors[0].party, "actor"
        if not pack.is_neutral(party):
            return sides.opponent(party), "opponent_of_speaker"
        if victims is not None and party == "MEDIA" and sides.last_accused:
            return sides.last_accused, "last_accused"
        return None, "none"

    def _active_killing(self, toll: Toll) -> bool:
        return self.sentence.tokens[toll.first].key in (
            "killed",
            "wounded",
            "injured",
            "killing",
            "wounding",
            "injuring",
        )

    def _confidence(self, statement: Statement, held: Blame, who: Attribution, frame: Frame) -> float:
        score = 0.6
        score += (
            0.15 if held.rule in ("actor", "agent", "origin", "accused", "enemy_of_speaker", "own") else 0.0
        )
        score += 0.15 if who.is_explicit else 0.05
        score += 0.05 if statement.count is not None else 0.0
        score -= 0.15 if held.rule == "last_accused" else 0.0
        return max(0.3, min(0.95, score))


def _attack_word(sentence: Sentence, frame: Frame) -> bool:
    return any("attack" in k for k in sentence.keys(frame.first, frame.last))


def _distinct(places: list[PlaceMention]) -> list[PlaceMention]:
    seen: set[str] = set()
    out: list[PlaceMention] = []
    for place in places:
        if place.name.lower() not in seen:
            seen.add(place.name.lower())
            out.append(place)
    return out


def _point(places: list[PlaceMention]) -> tuple[float, float, float] | None:
    """The event's place: a settlement that was hit before a region, a region before nothing, never where fire came from."""
    known = [p for p in places if p.lat is not None and p.lon is not None]
    known.sort(key=lambda p: (p.role == "firing_from", p.is_region))
    for place in known:
        if place.lat is not None and place.lon is not None:
            return place.lat, place.lon, place.radius_m or 2000.0
    return None


def _unique(statements: list[Statement]) -> list[Statement]:
    """One statement of a kind, count and place of text: "shelled ..., shelling" said twice in a clause is said once."""
    seen: set[tuple[object, ...]] = set()
    out: list[Statement] = []
    for s in statements:
        key = (s.start, s.end, s.kind, s.count, s.accused_party, s.negated)
        if key not in seen:
            seen.add(key)
            out.append(s)
    return out
