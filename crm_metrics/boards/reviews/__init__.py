"""Reviews on a page: when each is due, its agenda and minutes, and the board as it was read beside what it is now."""
