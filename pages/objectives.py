"""The objectives of the month: who is on the way, where each will land, who set what; and setting them."""

from pages.parts import aims, shell

shell.board("objectives", above=aims.panel)
