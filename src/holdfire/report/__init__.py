"""From register to page: daily report, dossiers, map, timeline, open data. It shows; it decides nothing about facts.

Everything that leaves the mission passes through `publication`, the one place where delay, coarsening and the
protection of sources are applied; pages, reports and exports see only what it lets through.
"""
