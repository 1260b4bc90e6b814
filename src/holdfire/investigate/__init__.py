"""The investigation as a whole: makes case folders, runs the stages in order, redoes only what changed, seals results."""
