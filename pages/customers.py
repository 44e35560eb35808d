"""The customers: the matrix of segments and its lists, rankings, what to offer, and the search."""

from pages.parts import listing, shell

shell.board("customers", listing.files)
