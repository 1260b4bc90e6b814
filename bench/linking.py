"""Figures of linking."""

from typing import Any

import numpy as np


def reports_of(frame: Any) -> tuple[Any, np.ndarray]:
    """(Reports, true incident) of a simulated frame of format 6.3; the truth columns go nowhere else."""
    from holdfire.fusion.read_reports import reports_of_table

    return reports_of_table(frame.to_arrow()), frame["_incident"].to_numpy()
