"""Where the fire came from, and who was first: the fact, the side of origin and the first mover, never mixed.

Evidence about a place (craters, bearings, ranges, sounds, silence) becomes a posterior over origins, that over sides
under each asserted line, and that a verdict under the standard that the mandate sets, or "cannot say" with its reason.
"""
