"""Which process really changed this week and where the gaps are: the manager's board."""

from pages.parts import shell

shell.board("weekly")
