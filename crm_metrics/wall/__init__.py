"""Boards on the screen of a team room: which one stands now, and how it is written to be read from afar."""
