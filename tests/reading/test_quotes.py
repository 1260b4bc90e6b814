"""A quote is what was said: no dateline, no verb of saying, no dangling conjunction. Our own sentences."""

from datetime import date
from typing import Any

import pytest

from .bulletins import lines_of


def read(text: str) -> list[dict[str, Any]]:
    lines = lines_of(text, "armenia-azerbaijan", None, date(2020, 7, 15))
    assert all(text[line["start"] : line["end"]] == line["quote"] for line in lines)
    return lines


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        (
            "Azerbaijani forces shelled the village of Movses on 14 July, the Ministry of Defence of Armenia said.",
            "Azerbaijani forces shelled the village of Movses on 14 July",
        ),
        (
            "Armenian forces shelled Aghdam with mortars, said the spokesperson of the Ministry of Defence of Azerbaijan.",
            "Armenian forces shelled Aghdam with mortars",
        ),
        (
            "BAKU, 15 July 2020 – Armenian forces fired at positions in Tovuz district, the Ministry of Defence of Azerbaijan said.",
            "Armenian forces fired at positions in Tovuz district",
        ),
        (
            "Four houses in Chinari were damaged by Azerbaijani fire, according to the Ministry of Defence of Armenia.",
            "Four houses in Chinari were damaged by Azerbaijani fire",
        ),
        (
            "The Ministry of Defence of Azerbaijan denied the report of mortar fire at Chinari as false and said that it keeps the ceasefire.",
            "The Ministry of Defence of Azerbaijan denied the report of mortar fire at Chinari as false",
        ),
        (
            "An Azerbaijani UAV struck Berd on 14 July, ministry spokesperson Shushan Stepanyan said; no civilians were wounded.",
            "An Azerbaijani UAV struck Berd on 14 July",
        ),
    ],
)
def test_a_quote_ends_where_the_saying_begins(text, quote):
    assert read(text)[0]["quote"] == quote


def test_what_is_said_behind_the_verb_is_quoted_whole():
    text = "The Ministry of Defence of Armenia said that Azerbaijani forces had shelled Movses on 14 July and wounded two soldiers."
    assert read(text)[0]["quote"].startswith("Azerbaijani forces had shelled Movses on 14 July")


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (
            "Azerbaijani forces shelled Movses on 14 July, Minister of Defence Davit Tonoyan said.",
            "Minister of Defence Davit Tonoyan",
        ),
        (
            "Azerbaijani forces shelled Movses on 14 July, said Yezekyan, the Armenian director of a factory.",
            "Yezekyan, the Armenian director of a factory",
        ),
        (
            "The Azerbaijani community of Nagorno-Karabakh said that Armenia had attacked Tovuz on 12 July.",
            "The Azerbaijani community of Nagorno-Karabakh",
        ),
        (
            "The Ministry of Defence of Armenia reported the following. Azerbaijani forces shelled Movses, the ministry said.",
            "The Ministry of Defence of Armenia",
        ),
        (
            "Vagif Dargahli denied the report about a downed Azerbaijani UAV and said that Armenian forces had shelled Aghdam.",
            "Vagif Dargahli",
        ),
    ],
)
def test_a_speaker_is_called_as_the_text_calls_them_in_full(text, speaker):
    assert read(text)[-1]["speaker"] == speaker
