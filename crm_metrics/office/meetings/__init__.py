"""Meetings about a board: what a review may be, how it is kept, and its board as it was read."""
