"""Bodies of cards that stand beside those of `boards.core`, each with its records: no logic, and nothing of drawing."""
