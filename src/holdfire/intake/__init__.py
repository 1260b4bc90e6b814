"""Files, pages, forms and datasets into sealed exhibits, and exhibits into blocks of text with a role each.

`split.split(data)` is pure and needs no case. `take_in.take_in(...)` seals. `stage.STAGE` fills the register's tables.
One module a source format; each yields a `Document`.
"""
