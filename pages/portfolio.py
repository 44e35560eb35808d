"""The customers of each account manager."""

from pages.parts import shell

shell.board("portfolio")
