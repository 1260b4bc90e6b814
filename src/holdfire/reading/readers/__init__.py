"""Optional readers: a local model may suggest statements; none is needed, none is on by default, none decides anything."""
