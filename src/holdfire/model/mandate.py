"""The mandate: who asked for the investigation, between whom, where, when, by which standards, with what discretion.

`mandate.toml` is validated at the door; every error names the file, the key, what was found and what was expected.
"""

import tomllib
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    field_validator,
    model_validator,
)

from .errors import Problems
from .kinds import StandardOfProof

Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$")]
Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9a-fA-F]{6}$")]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Party(_Strict):
    """A party to the conflict, or a third party that speaks. The colour is neutral: no red for one, no blue for "us"."""

    id: Id
    name: str
    names: dict[str, str] = {}
    role: Literal["party", "third"] = "party"
    colour: Colour = "#555555"
    pattern: Literal["solid", "dashed", "dotted"] = "solid"


class Period(_Strict):
    start: date
    end: date

    @model_validator(mode="after")
    def _ordered(self) -> "Period":
        if self.end < self.start:
            raise ValueError(f"end {self.end} is before start {self.start}")
        return self


class AreaBox(_Strict):
    """The box within which the mandate runs, degrees WGS 84."""

    south: float = Field(ge=-90, le=90)
    north: float = Field(ge=-90, le=90)
    west: float = Field(ge=-180, le=180)
    east: float = Field(ge=-180, le=180)

    @model_validator(mode="after")
    def _ordered(self) -> "AreaBox":
        if self.south >= self.north or self.west >= self.east:
            raise ValueError("south must lie below north, and west of east")
        return self

    def contains(self, lat: float, lon: float) -> bool:
        return self.south <= lat <= self.north and self.west <= lon <= self.east


class Standard(_Strict):
    """How sure a finding must be for one type of breach: a policy that the parties set, never law."""

    breach: str
    standard: StandardOfProof
    threshold_percent: float = Field(gt=0, lt=100)
    set_by: list[str] = Field(min_length=1)
    set_on: date
    note: str = ""


class Publication(_Strict):
    """Forensic, after the fact: how late and how coarse places and times go out."""

    delay_hours: float = Field(ge=0)
    grid_m: float = Field(gt=0)
    k_anonymity: int = Field(default=3, ge=2)


class Role(_Strict):
    """What a role may see and do. `sees` and `does` are the words of terms/roles."""

    id: Id
    party: str | None = None
    sees: list[str] = []
    does: list[str] = []


class Log(_Strict):
    """The log's name for life, and who must cosign for a checkpoint to be official."""

    origin: Annotated[str, StringConstraints(pattern=r"^[^\s+]+$")]
    cosigners: list[str] = []
    quorum: str = "all"


class FirstMoverWindow(_Strict):
    window_hours: float = Field(default=24.0, gt=0)


class Mandate(_Strict):
    id: Id
    title: str
    time_zone: str
    summary: str = ""
    pack: str = "generic"
    party: list[Party] = Field(min_length=2)
    period: Period
    area: AreaBox
    counting_policies: list[str] = Field(min_length=1)
    standard: list[Standard] = []
    publication: Publication
    role: list[Role] = []
    log: Log
    first_mover: FirstMoverWindow = FirstMoverWindow()
    roster: list[dict[str, str]] = []

    @field_validator("time_zone")
    @classmethod
    def _zone_exists(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (KeyError, ValueError, OSError):
            raise ValueError("expected a name of the IANA time zone database, like Asia/Yerevan") from None
        return value

    @model_validator(mode="after")
    def _consistent(self) -> "Mandate":
        ids = [party.id for party in self.party]
        doubled = sorted({i for i in ids if ids.count(i) > 1})
        if doubled:
            raise ValueError(f"party ids given twice: {', '.join(doubled)}")
        if len(self.parties) < 2:
            raise ValueError("at least two parties need role = 'party'")
        colours = [party.colour.lower() for party in self.parties]
        if len(set(colours)) < len(colours):
            raise ValueError("two parties have the same colour")
        return self

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def parties(self) -> list[Party]:
        """The parties to the conflict, in the alphabetical order of their ids: no other order is neutral."""
        return sorted((p for p in self.party if p.role == "party"), key=lambda p: p.id)

    def opponent(self, party_id: str) -> str | None:
        """The other party, where there are exactly two."""
        others = [p.id for p in self.parties if p.id != party_id]
        return others[0] if len(others) == 1 and any(p.id == party_id for p in self.parties) else None

    def local_day(self, moment: datetime) -> date:
        """The day of an aware instant in the mandate's time zone."""
        return moment.astimezone(self.zone).date()

    def standard_for(self, breach: str) -> Standard | None:
        """The standard set for a breach type, or the one for "any"; None where the parties set none."""
        for wanted in (breach, "any"):
            for standard in self.standard:
                if standard.breach == wanted:
                    return standard
        return None


def read_mandate(path: Path) -> Mandate:
    """The validated mandate. Raises Problems naming every fault: file, key, found, expected."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise Problems(
            str(path), [f"{path.name}: not found, expected a case folder made by `holdfire init`"]
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise Problems(str(path), [f"{path.name}: not readable as UTF-8 text ({error})"]) from error
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Problems(str(path), [f"{path.name}: not TOML: {error}"]) from error
    try:
        return Mandate.model_validate(values)
    except ValidationError as error:
        raise Problems(str(path), [_said(path.name, fault) for fault in error.errors()]) from None


def _said(name: str, fault: object) -> str:
    assert isinstance(fault, dict)
    key = (
        ".".join(str(part + 1) if isinstance(part, int) else str(part) for part in fault["loc"])
        or "(whole file)"
    )
    message = str(fault["msg"]).removeprefix("Value error, ")
    if fault["type"] == "missing":
        return f"{name}, {key}: missing, expected a value"
    if fault["type"] == "extra_forbidden":
        return f"{name}, {key}: found an unknown key, expected one that the mandate knows"
    found = fault.get("input")
    shown = "a table" if isinstance(found, dict) else repr(found)
    return f"{name}, {key}: found {shown}, expected: {message[:1].lower()}{message[1:]}"
