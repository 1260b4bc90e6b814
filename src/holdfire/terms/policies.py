"""The counting policies: records read from policies.toml. A count without one of them means nothing."""

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib import resources

from holdfire.model.errors import Misuse
from holdfire.model.policies import CountingPolicy


@cache
def policies() -> dict[str, CountingPolicy]:
    """Every known policy by its id, in the order of the file."""
    text = resources.files("holdfire.terms").joinpath("policies.toml").read_text(encoding="utf-8")
    found = {}
    for row in tomllib.loads(text)["policy"]:
        row["excludes"] = frozenset(row.get("excludes", ()))
        found[row["policy_id"]] = CountingPolicy(**row)
    return found


def chosen(policy_ids: Sequence[str]) -> list[CountingPolicy]:
    """The policies with these ids. Raises Misuse naming each unknown one."""
    unknown = [i for i in policy_ids if i not in policies()]
    if unknown:
        raise Misuse(
            f"counting policy: found {', '.join(map(repr, unknown))}, expected one of {', '.join(policies())}"
        )
    return [policies()[i] for i in policy_ids]
