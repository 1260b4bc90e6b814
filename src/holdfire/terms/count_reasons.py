"""The sentence for a row's number under a policy, and the short name of its reason, for the waterfall."""

from holdfire.model.policies import CountingPolicy

from .recount import Why

SHORT: dict[int, str] = {
    Why.NOT_ALLEGED: "denied or negated",
    Why.NOT_AN_ACT: "effects, calm or talk",
    Why.OUTSIDE_UNIT: "outside the unit",
    Why.EXCLUDED: "left out by the policy",
    Why.AS_STATED: "as stated",
    Why.NO_NUMBER: "no number stated",
    Why.OWN_UNIT: "the party's own unit",
    Why.REPEATS: "repeats another",
    Why.SAME_ROUNDS: "same rounds",
    Why.OPENS_EPISODE: "opens an episode",
    Why.SAME_EPISODE: "within an episode",
    Why.ONE_SHELLING: "one shelling",
    Why.MAY_BE_SHELLING: "perhaps shelling",
    Why.OPENS_PLACE_DAY: "first of its place and day",
    Why.SAME_PLACE_DAY: "same place and day",
    Why.OPENS_EVENT: "first of its event",
    Why.SAME_EVENT: "same event",
    Why.NONE_STATED: "none stated",
}


def sentence(why: int, policy: CountingPolicy, leader: str | None, kind: str) -> str:
    """Why the row counts as it does; `leader` is the row that counts in its stead."""
    gap = f"{(policy.gap_s or 0) / 3600:g} h"
    kind = kind.replace("_", " ")
    return {
        Why.NOT_ALLEGED: "nothing is alleged to have happened: denied, negated or threatened",
        Why.NOT_AN_ACT: f"{kind}: tells of effects, calm or talk, not of an act",
        Why.OUTSIDE_UNIT: f"{kind}: not what this policy counts",
        Why.EXCLUDED: "left out by the policy",
        Why.AS_STATED: "counted as stated",
        Why.NO_NUMBER: "no number is stated: at least one",
        Why.OWN_UNIT: "violations in the party's own unit: at least one each",
        Why.REPEATS: f"repeats {leader}: same incident, voice and kind",
        Why.SAME_ROUNDS: f"the same rounds as {leader}: flash, flight and impact of a round are one",
        Why.OPENS_EPISODE: f"opens an episode: no fire there by that side within {gap} before",
        Why.SAME_EPISODE: f"no pause longer than {gap} lies between it and the episode of {leader}",
        Why.ONE_SHELLING: "one shelling, as no number of shellings is stated",
        Why.MAY_BE_SHELLING: "not said to be shelling, and not excluded",
        Why.OPENS_PLACE_DAY: "first of its place and day",
        Why.SAME_PLACE_DAY: f"same place and day as {leader}",
        Why.OPENS_EVENT: "first of its place, day and type of event",
        Why.SAME_EVENT: f"same place, day and type of event as {leader}",
        Why.NONE_STATED: "the source says that there was none",
    }[Why(why)]
