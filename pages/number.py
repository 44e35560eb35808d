"""One number: what it means, how it is made, and the rows that make it; links lead here from every board."""

from pages.parts import shell
from pages.parts.forms import noting, restarting

shell.board("number", shell.rows_of_number, restarting.of_number, noting.of_number)
