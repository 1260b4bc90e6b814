"""Speech events, and what a document has told so far of who speaks.

The nouns that the grammar of speaking shares: speakers.py finds the events, attribution.py asks who governs a place.
"""

from dataclasses import dataclass, field

from .sentence import Sentence

Phrase = tuple[str | None, str, tuple[int, int], tuple[str, ...]]
"""A phrase that speaks: party ("?" : whoever spoke last), words, first and last token, names tied to the party."""


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
    observed: bool = False  # an observer's document: soldiers and officers whom it met speak in it
    is_gathered: bool = False  # no outlet's rule says whose voice the document's is: it is told from its text
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


ENEMY = "ENEMY"
"""The party of an event whose speaker is the rival of whoever tells it: "the information that the enemy spreads"."""

CLOSING_MARKS = ('"', "”", "»")


TITLE_WORDS = 8


CONTENT = (
    "violate", "violation_n", "violated_passive", "under_shelling", "fire", "shell", "fire_n", "weapon_fire", "under_fire", "attack", "clash", "use", "explosion", "incursion", "mine", "restriction",
    "shootdown", "downed", "uav", "movement", "weapons_seen", "calm", "truce", "return_fire", "killed", "wounded", "losses", "deny", "false", "kept_truce", "provocation", "damaged", "shot_count", "threat",
)  # fmt: skip


def has_content(sentence: Sentence, low: int, high: int) -> bool:
    """Whether tokens low..high tell an event or a loss, and so can be what is said."""
    return any(low <= m.first <= high for m in sentence.of(*CONTENT))
