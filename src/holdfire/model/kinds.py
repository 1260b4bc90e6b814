"""The closed vocabularies of monitoring: what can be said to have happened, how it was perceived, how it is said.

The statement kinds are format 6.1 of the architecture page; the observation words are those of the OSCE SMM's
daily reports (field guide, section 4.4).
"""

from enum import StrEnum
from typing import Literal


class Kind(StrEnum):
    """What a statement says happened. A statement's kind is never a finding."""

    SMALL_ARMS = "small_arms"
    MACHINE_GUN = "machine_gun"
    SNIPER = "sniper"
    GRENADE_LAUNCHER = "grenade_launcher"
    MORTAR = "mortar"
    ARTILLERY = "artillery"
    MLRS = "mlrs"
    TANK = "tank"
    ATGM = "atgm"
    UAV = "uav"
    AIR_STRIKE = "air_strike"
    EXPLOSION_UNDETERMINED = "explosion_undetermined"
    MINE = "mine"
    INCURSION = "incursion"
    MOVEMENT_OF_EQUIPMENT = "movement_of_equipment"
    CASUALTY = "casualty"
    DAMAGE = "damage"
    MOVEMENT_RESTRICTION = "movement_restriction"
    VIOLATION_UNSPECIFIED = "violation_unspecified"
    CALM = "calm"
    DENIAL = "denial"
    CEASEFIRE_AGREED = "ceasefire_agreed"
    OTHER = "other"


FIRE_KINDS = frozenset(
    {
        Kind.SMALL_ARMS,
        Kind.MACHINE_GUN,
        Kind.SNIPER,
        Kind.GRENADE_LAUNCHER,
        Kind.MORTAR,
        Kind.ARTILLERY,
        Kind.MLRS,
        Kind.TANK,
        Kind.ATGM,
        Kind.AIR_STRIKE,
        Kind.EXPLOSION_UNDETERMINED,
        Kind.VIOLATION_UNSPECIFIED,
    }
)
"""Kinds that are fire as such; an incursion, a mine or a UAV flight is a breach of another sort."""


class Modality(StrEnum):
    ASSERTED = "asserted"
    DENIED = "denied"
    REPORTED = "reported"
    THREATENED = "threatened"


class Means(StrEnum):
    """How an observer perceived it."""

    HEARD = "heard"
    SAW = "saw"
    RECORDED = "recorded"
    SPOTTED = "spotted"
    TOLD = "told"


class ObservationKind(StrEnum):
    EXPLOSION = "explosion"
    BURST = "burst"
    SHOT = "shot"
    PROJECTILE = "projectile"
    MUZZLE_FLASH = "muzzle_flash"
    ILLUMINATION_FLARE = "illumination_flare"
    TRACER = "tracer"


class SourceKind(StrEnum):
    """What sort of source speaks. `sources.csv` uses these words."""

    MINISTRY = "ministry"
    OBSERVER = "observer"
    PATROL = "patrol"
    SENSOR = "sensor"
    MEDIA = "media"
    OSINT = "osint"
    RESIDENT = "resident"


class BlockRole(StrEnum):
    """What a stretch of a document is. Only some roles can carry a party's statement."""

    HEADLINE = "headline"
    BODY = "body"
    QUOTE = "quote"
    TABLE_CELL = "table_cell"
    CAPTION = "caption"
    READER_COMMENT = "reader_comment"
    RELATED = "related"
    BOILERPLATE = "boilerplate"
    METADATA = "metadata"
    NOTE = "note"


SPEAKING_ROLES = frozenset(
    {BlockRole.HEADLINE, BlockRole.BODY, BlockRole.QUOTE, BlockRole.TABLE_CELL, BlockRole.CAPTION}
)
"""Roles in which a party, an observer or an outlet can be read as speaking. A reader's comment is not among them."""


class Outcome(StrEnum):
    """What a finding says of one incident under one clause. Most allegations are not violations."""

    NOT_AN_INCIDENT = "not_an_incident"
    INCIDENT_NO_VIOLATION = "incident_no_violation"
    MINOR = "minor"
    GRAVE = "grave"
    UNATTRIBUTED = "unattributed"
    UNRESOLVED = "unresolved"
    DIVIDED = "divided"


class StandardOfProof(StrEnum):
    """Names of standards; the percentage that each asks for is set in the mandate, by whom and when (never law)."""

    REASONABLE_SUSPICION = "reasonable_suspicion"
    REASONABLE_GROUNDS = "reasonable_grounds"
    BALANCE_OF_PROBABILITIES = "balance_of_probabilities"
    CLEAR_AND_CONVINCING = "clear_and_convincing"
    BEYOND_REASONABLE_DOUBT = "beyond_reasonable_doubt"


DayOrder = Literal["dmy", "mdy"]
"""Which of two numbers is the day: 03/04/2020 is the third of April or the fourth of March."""
DAY_ORDERS: dict[str, DayOrder | None] = {"": None, "dmy": "dmy", "mdy": "mdy"}
