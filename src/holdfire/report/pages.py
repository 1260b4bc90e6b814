"""Every page of the published folder, from the record alone. A page is a query and a template; its data lie beside it.

`Site.files()` yields (path, bytes); nothing here writes to disk.
"""

from collections.abc import Iterator

from .pages_of_lists import ListPages
from .pages_of_rows import RowPages


class Site(ListPages, RowPages):
    """The pages of one published record."""

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Every file of the folder, each path once."""
        yield "site.css", self.css.encode()
        yield from self.overview()
        yield from self.simple_pages()
        yield from self.counts()
        for day in self.record.shown_days():
            yield from self.day(day)
        for row in self.record.incidents.values():
            yield from self.incident(row)
        for row in self.record.exhibits.values():
            yield from self.exhibit(row)
