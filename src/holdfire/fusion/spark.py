"""The same linking under Spark: shards of time with overlap, scored by the same kernel on Arrow batches, reconciled here.

The driver puts the voices in their order and cuts time into spans (`link.shards`); a worker scores one span with all that
its pairs can see, and gives back the pairs that the span owns. Since a pair's score looks no further than the overlap,
the union of the spans' pairs is the pairs of one machine, to the bit; incidents that cross a cut are then joined from
them by the driver like any other. Needs the extra `spark` (pyspark and a Java runtime).
"""

import os
import sys
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from holdfire.model.errors import Misuse

from .blocking import keep_for
from .columns import Reports, Voices, voices_of
from .link import Linked, Pairs, Settings, Span, concatenated, join, score_pairs, shards

PLACE, CODE = 9, 11
OUT = "left int, right int, score float, capped int"


def link_spark(
    reports: Reports, settings: Settings, master: str = "local[2]", shard_rows: int = 50_000
) -> Linked:
    """As `link.link`, on a Spark master: local[n] or spark://host:port. The same incidents."""
    voices = voices_of(reports)
    settings = replace(settings, shard_rows=shard_rows, keep=min(settings.keep, keep_for(voices)))
    spans = list(shards(voices, settings))
    session = _session(master)
    try:
        frame = session.createDataFrame(_shipped(voices, spans))
        scored = frame.groupBy("shard").applyInArrow(_scorer(spans, settings), OUT).toArrow()
    finally:
        session.stop()
    left = scored["left"].to_numpy().astype(np.int32)
    right = scored["right"].to_numpy().astype(np.int32)
    score = scored["score"].to_numpy().astype(np.float32)
    capped = int(scored["capped"].to_numpy().sum())
    real = left >= 0
    left, right, score = left[real], right[real], score[real]
    order = np.lexsort((right, left))
    pairs = Pairs(left[order], right[order], score[order], np.zeros((0, 10), np.float32), capped)
    return Linked(voices, concatenated([pairs]), join(len(voices), pairs, settings.lean))


def _session(master: str) -> Any:
    try:
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise Misuse("--engine spark needs pyspark: install the extra, holdfire[spark]") from error
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    os.environ.setdefault("PYSPARK_DRIVER_PYTHON", sys.executable)
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    return (
        SparkSession.builder.master(master)
        .appName("holdfire link")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.sql.execution.arrow.pyspark.enabled", "true")
        .config("spark.sql.shuffle.partitions", "8")
        .config("spark.log.level", "ERROR")
        .getOrCreate()
    )


def _shipped(voices: Voices, spans: list[Span]) -> Any:
    """Arrow table: shard, voice, then the kernel's columns; a voice appears once in each span that must see it."""
    import pyarrow as pa

    shard = np.concatenate([np.full(s.high - s.low, k, np.int32) for k, s in enumerate(spans)])
    voice = np.concatenate([np.arange(s.low, s.high, dtype=np.int32) for s in spans])
    columns: dict[str, Any] = {"shard": shard, "voice": voice, "linkable": voices.linkable[voice]}
    columns |= {f"p{k}": voices.place[voice, k] for k in range(PLACE)}
    columns |= {f"c{k}": voices.code[voice, k] for k in range(CODE)}
    return pa.table(columns)


def _scorer(spans: list[Span], settings: Settings) -> Callable[[Any], Any]:
    """The worker's function: one shard's Arrow table -> the pairs it owns."""

    def scored(table: Any) -> Any:
        import pyarrow as pa

        table = table.sort_by("voice")
        span = spans[int(table["shard"][0].as_py())]
        place = np.stack([table[f"p{k}"].to_numpy() for k in range(PLACE)], axis=1)
        code = np.stack([table[f"c{k}"].to_numpy() for k in range(CODE)], axis=1).astype(np.int32)
        n = len(place)
        part = Voices(
            np.ascontiguousarray(place), np.ascontiguousarray(code), np.zeros(0, np.int32), np.zeros(n, np.int64),
            np.asarray(table["linkable"].to_numpy(zero_copy_only=False), bool),
        )  # fmt: skip
        inside = Span(span.start - span.low, span.end - span.low, 0, n)
        pairs = score_pairs(part, inside, settings)
        first = np.int32(span.low)
        left = np.append(pairs.left + first, np.int32(-1))  # one row more, so that `capped` always arrives
        right = np.append(pairs.right + first, np.int32(-1))
        capped = np.zeros(len(left), np.int32)
        capped[-1] = pairs.capped
        return pa.table(
            {"left": left.astype(np.int32), "right": right.astype(np.int32),
             "score": np.append(pairs.score, np.float32(0)).astype(np.float32), "capped": capped}
        )  # fmt: skip

    return scored
