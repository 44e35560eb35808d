"""The customers: the matrix of segments and its lists, rankings, what to offer, the campaigns, and the search."""

from pages.parts import listing, shell
from pages.parts.forms import campaigning

shell.board("customers", listing.files, campaigning.of_page)
