"""A GLiNER model in a local directory: spans labelled as fire, actor, weapon and the like, joined sentence by sentence.

The directory is test-loaded with the network switched off for model hubs; nothing is downloaded. The package `gliner` is not
ours to install: without it, or without weights in the directory, this says so and reads nothing.
"""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from holdfire.model.errors import Misuse

from ..pack import Pack
from ..tokens import sentences
from .protocol import Suggestion

LABELS: Mapping[str, str] = {
    "small arms fire": "small_arms", "machine gun fire": "machine_gun", "sniper fire": "sniper", "mortar fire": "mortar", "artillery fire": "artillery", "rocket fire": "mlrs",
    "tank fire": "tank", "air strike": "air_strike", "drone attack": "uav", "mine": "mine", "incursion": "incursion", "ceasefire violation": "violation_unspecified",
    "casualties": "casualty",
}  # fmt: skip
FIELD_LABELS = {
    "speaker": "speaker",
    "attacker": "accused",
    "number of events": "count",
    "weapon": "weapon",
    "place": "place",
    "clock time": "time",
}


class SpanModel(Protocol):
    """What is used of a GLiNER model; the test's double has the same shape."""

    def predict_entities(self, text: str, labels: list[str], threshold: float) -> list[dict[str, Any]]: ...


class GlinerReader:
    name = "gliner"

    def __init__(self, directory: Path, *, model: SpanModel | None = None, threshold: float = 0.5) -> None:
        self.model = model if model is not None else _load(directory)
        self.threshold = threshold

    def read(self, text: str, pack: Pack) -> Sequence[Suggestion]:
        """One suggestion a sentence and kind of event; the best-scored span of each field."""
        found: list[Suggestion] = []
        for start, end in sentences(text, 0, len(text)):
            words = text[start:end]
            spans = self.model.predict_entities(words, [*LABELS, *FIELD_LABELS], self.threshold)
            spans = sorted(spans, key=lambda s: (-float(s.get("score", 0.0)), int(s["start"])))
            fields: dict[str, str] = {}
            for span in spans:
                name = FIELD_LABELS.get(str(span["label"]))
                if name is not None:
                    fields.setdefault(name, words[int(span["start"]) : int(span["end"])])
            for kind in dict.fromkeys(LABELS[str(s["label"])] for s in spans if str(s["label"]) in LABELS):
                found.append(Suggestion(kind, words, fields))
        return found


def _load(directory: Path) -> SpanModel:
    if not directory.is_dir() or not any(directory.iterdir()):
        raise Misuse(
            f"{directory}: no model directory; a GLiNER model must lie there complete, nothing is downloaded"
        )
    os.environ["HF_HUB_OFFLINE"] = "1"
    os.environ["TRANSFORMERS_OFFLINE"] = "1"
    try:
        from gliner import GLiNER  # type: ignore[import-not-found]
    except ImportError as error:
        raise Misuse(
            "the package 'gliner' is not installed; it is optional and brings its own weights' licence"
        ) from error
    model: SpanModel = GLiNER.from_pretrained(str(directory), local_files_only=True)
    model.predict_entities("A shot was fired.", ["small arms fire"], 0.5)
    return model
