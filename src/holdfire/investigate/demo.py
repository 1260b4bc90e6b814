"""The worked example's fixed points: its clock, and its check after the run."""

from datetime import datetime, timedelta, timezone

from holdfire.model.case import Case

EXAMPLE_CLOCK = datetime(2021, 7, 13, 12, 0, tzinfo=timezone(timedelta(hours=4)))
"""The day after the example's last document was acquired: what log entries of the example's run claim as their time."""


def verified(case: Case) -> list[str]:
    """Every fault of the case's vault, as sentences; none is good."""
    from holdfire.vault.vault import open_vault

    return [str(fault) for fault in open_vault(case.vault_dir).check()]
