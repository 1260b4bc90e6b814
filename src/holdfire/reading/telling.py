"""What a document has told so far, and what one sentence of it holds, while its frames become statements."""

from dataclasses import dataclass, field
from datetime import date

from .clock_times import Clock
from .counts import Quantity
from .mention import Mention
from .pack import Pack
from .relative_days import Moment
from .sentence import Sentence
from .sides import Sides
from .speech import SpeechEvent, Voices
from .statement import PlaceMention, Statement


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
    period_cut: str | None = None  # the hour at which the period ends, where it is one day long
    default_dates: tuple[date, date] | None = None
    last_moment: Moment | None = None
    told_first: tuple[date | None, date | None] | None = None  # the days of the text's first statement
    told_week: tuple[date, date] | None = None  # the week that a bulletin told last
    told_span: tuple[date, date] | None = None  # the days of more than one that the text told last, a total's
    told_night: tuple[date, date] | None = None  # the two days of the night that the text told last
    visit: Moment | None = None  # the day of an observer's own visit: when it heard and saw
    said_on: date | None = None  # the day on which the words of block said_block were said
    said_block: int | None = None
    said_before: date | None = None  # the day of the text's words, where the page is of a later one
    last_places: list[PlaceMention] = field(default_factory=list)
    year_hint: int | None = None
    quote_speaker: tuple[str | None, str | None] | None = None
    told_afterwards: tuple[str, str] | None = None  # whose words a later sentence says that this one's are
    is_observer: bool = False
    last_counted: Statement | None = None  # what the sentence before counted first
    monitoring: str | None = None  # the mission whose monitoring the text tells of
    met: str | None = None  # an observer's: whose people the text spoke of last
    met_block: int | None = None
    met_since: bool = False  # nobody has spoken since
    voice_block: int | None = None  # the paragraph in which somebody spoke last
    place_block: int | None = None
    place_speaker: str | None = None  # who told of last_places
    last_victim: str | None = None  # the side of the one soldier whose loss was told last
    moment_block: int | None = None
    last_clock: tuple[Clock, int] | None = None  # the exact hour that the text told last, and its paragraph
    truce_told: tuple[date, int] | None = None  # the day of a truce that the sentence ending there told
    civilians_hit: tuple[int, int] | None = (
        None  # where a sentence ends that told of fire at civilians, its paragraph
    )
    mission_hit: int | None = None  # the paragraph in which a mission's people last came under fire
    tells_of_planes: bool = False  # the text names planes or air strikes somewhere
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


@dataclass
class Scene:
    """One sentence's readings, held together while its frames are turned into statements."""

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
