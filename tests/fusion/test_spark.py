"""The same incidents under Spark, on local threads and on a standalone cluster on loopback. Marked spark."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from holdfire.fusion.link import Settings, link

from . import made

pytestmark = [pytest.mark.spark, pytest.mark.filterwarnings("ignore")]


def same_as_local(master: str) -> None:
    from holdfire.fusion.spark import link_spark

    reports = made.reports(2500, 11, days=90.0)
    ours = link(reports, Settings())
    theirs = link_spark(reports, Settings(), master, shard_rows=500)
    assert np.array_equal(ours.pairs.left, theirs.pairs.left)
    assert np.array_equal(ours.pairs.score, theirs.pairs.score)
    assert np.array_equal(ours.label, theirs.label)


def test_spark_on_local_threads_gives_the_incidents_of_one_process() -> None:
    pytest.importorskip("pyspark")
    same_as_local("local[2]")


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[str]:
    """A standalone master and one worker on loopback; ended by their own process handles."""
    pyspark = pytest.importorskip("pyspark")
    home = Path(pyspark.__file__).parent
    environment = {
        **os.environ, "SPARK_HOME": str(home), "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_LOG_DIR": str(tmp_path),
        "PYSPARK_PYTHON": sys.executable, "SPARK_WORKER_DIR": str(tmp_path / "work"),
    }  # fmt: skip
    launcher = str(home / "bin/spark-class")
    deploy = "org.apache.spark.deploy"
    log = (tmp_path / "master.log").open("w")
    master = subprocess.Popen(
        [launcher, f"{deploy}.master.Master", "--host", "127.0.0.1", "--port", "0", "--webui-port", "0"],
        env=environment, stdout=log, stderr=subprocess.STDOUT,
    )  # fmt: skip
    started = [master]
    try:
        address = None
        for _ in range(240):
            found = re.search(r"spark://127\.0\.0\.1:\d+", (tmp_path / "master.log").read_text())
            if found:
                address = found[0]
                break
            time.sleep(0.5)
        assert address, (tmp_path / "master.log").read_text()
        started.append(
            subprocess.Popen(
                [
                    launcher,
                    f"{deploy}.worker.Worker",
                    "--host",
                    "127.0.0.1",
                    "--cores",
                    "2",
                    "--memory",
                    "1g",
                    "--webui-port",
                    "0",
                    address,
                ],
                env=environment,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        )
        yield address
    finally:
        for process in reversed(started):
            process.terminate()
        for process in started:
            process.wait(timeout=30)
        log.close()


def test_spark_on_a_standalone_cluster_gives_the_incidents_of_one_process(cluster: str) -> None:
    same_as_local(cluster)
