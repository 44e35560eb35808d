"""Which question each number of a board answers, so that a reader is led from it to its rows."""
