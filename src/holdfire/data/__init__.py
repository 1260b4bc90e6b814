"""Packaged facts, each folder with a NOTE.md: origin, licence, date, precision, digest.

`example_dir()` is the worked example's case folder, read-only; `holdfire demo` copies it.
"""

from importlib import resources
from pathlib import Path


def data_dir() -> Path:
    """The folder of packaged data. Holdfire is installed unzipped, so it is a real folder."""
    return Path(str(resources.files(__name__)))


def example_dir() -> Path:
    """The worked example: Tavush / Tovuz, July 2020. A case folder without vault, plus material/ and material.csv."""
    return data_dir() / "tavush_2020"


def forms_dir() -> Path:
    """XLSForms to collect with: patrol report, impact site with crater azimuths."""
    return data_dir() / "forms"
