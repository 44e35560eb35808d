"""Which process really changed this week and where the gaps are: the manager's board."""

from pages.parts import shell
from pages.parts.forms import noting

shell.board("weekly", below=noting.of_board)
