"""Which process really changed this week and where the gaps are: the manager's board."""

from pages.parts import shell
from pages.parts.forms import noting

shell.board("weekly", None, noting.of_board)
