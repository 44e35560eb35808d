"""Companies of Central America, with the three files that each of them has."""
