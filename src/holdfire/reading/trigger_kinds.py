"""The kinds of words that make a sentence a claim, and a frame: one thing said to have happened."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class TriggerKind:
    """kind: default kind; voice: active (subject acts), passive (subject is hit), noun, none; family: what merges."""

    kind: str
    voice: str
    family: str
    rank: int = 0


TRIGGERS: dict[str, TriggerKind] = {
    "deny": TriggerKind("denial", "active", "deny", 9),
    "false": TriggerKind("denial", "none", "deny", 9),
    "kept_truce": TriggerKind("denial", "active", "deny", 9),
    "under_fire": TriggerKind("small_arms", "passive", "fire", 5),
    "under_shelling": TriggerKind("artillery", "passive", "fire", 5),
    "violate": TriggerKind("violation_unspecified", "active", "fire", 4),
    "violated_passive": TriggerKind("violation_unspecified", "passive", "fire", 6),
    "violation_n": TriggerKind("violation_unspecified", "noun", "fire", 3),
    "provocation": TriggerKind("other", "noun", "fire", 1),
    "fire": TriggerKind("small_arms", "active", "fire", 4),
    "weapon_fire": TriggerKind("small_arms", "noun", "fire", 4),
    "shell": TriggerKind("artillery", "active", "fire", 4),
    "obstrel": TriggerKind("artillery", "active", "fire", 4),  # обстрел: fire at, of any weapon
    "burst": TriggerKind("small_arms", "noun", "fire", 3),
    "observed_item": TriggerKind("other", "noun", "explosion", 2),
    "fire_n": TriggerKind("small_arms", "noun", "fire", 3),
    "attack": TriggerKind("other", "active", "fire", 2),
    "clash": TriggerKind("other", "noun", "fire", 2),
    "use": TriggerKind("other", "active", "fire", 1),
    "launched": TriggerKind("other", "active", "fire", 1),
    "return_fire": TriggerKind("small_arms", "active", "return", 5),
    "shot_count": TriggerKind("small_arms", "noun", "fire", 0),
    "explosion": TriggerKind("explosion_undetermined", "noun", "explosion", 3),
    "crater": TriggerKind("artillery", "noun", "crater", 1),
    "incursion": TriggerKind("incursion", "active", "incursion", 3),
    "mine": TriggerKind("mine", "active", "mine", 4),
    "restriction": TriggerKind("movement_restriction", "active", "restriction", 5),
    "downed": TriggerKind("other", "passive", "shootdown", 6),
    "shootdown": TriggerKind("other", "active", "shootdown", 6),
    "uav": TriggerKind("uav", "active", "uav", 5),
    "movement": TriggerKind("movement_of_equipment", "active", "movement", 2),
    "weapons_seen": TriggerKind("other", "noun", "weapons", 2),
    "calm": TriggerKind("calm", "none", "calm", 3),
    "truce": TriggerKind("ceasefire_agreed", "none", "truce", 4),
    "threat": TriggerKind("other", "active", "threat", 4),
    "damaged": TriggerKind("damage", "active", "damage", -1),
}


@dataclass(frozen=True)
class Trigger:
    category: str
    first: int
    last: int

    @property
    def kind(self) -> TriggerKind:
        return TRIGGERS[self.category]


@dataclass
class Frame:
    """Triggers of one thing said to have happened, with the tokens low..high that may speak of it."""

    triggers: list[Trigger]
    low: int
    high: int
    fields: dict[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def first(self) -> int:
        return min(t.first for t in self.triggers)

    @property
    def last(self) -> int:
        return max(t.last for t in self.triggers)

    @property
    def family(self) -> str:
        return self.triggers[0].kind.family

    def has(self, *categories: str) -> bool:
        return any(t.category in categories for t in self.triggers)
