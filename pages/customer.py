"""One customer's file."""

from pages.parts import shell

shell.board("customer")
