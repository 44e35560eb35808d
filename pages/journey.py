"""The customer's way from first contact to exit."""

from pages.parts import shell

shell.board("journey")
