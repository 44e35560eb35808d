"""What the words of the boards mean, what else they are called, and where they are used."""

from pages.parts import shell

shell.board("glossary")
