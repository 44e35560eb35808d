"""Any metric by any two dimensions in any days: the page of each metric."""

from pages.parts import shell

shell.board("explore")
