"""Rows of structured sources to statements: claims tables, the observer's form, GED, ACLED, Kobo, Ushahidi and SAGE, Atlos, auto-archiver.

Lossless: the row stays whole in record_row; here its columns become fields. Precision codes become radii and intervals, each
table with its source. Directionality is never invented: in ACLED and GED the order of two actors does not say who fired, so
nobody is accused there. A row that lacks what a statement needs is an `unread` row that names the row and every fault of it.
"""

from .read_rows import read_record, read_rows
from .row import RowContext

__all__ = ["RowContext", "read_record", "read_rows"]
