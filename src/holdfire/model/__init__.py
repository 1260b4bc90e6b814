"""The words of the field: parties, kinds, time spans, sectors, counts, grades, lines, the mandate, the case folder.

Nouns only. `model` knows what a `Sector` is, not how near two must be. It imports nothing of ours.
"""
