"""The wall: boards in turn on the screen of a team room."""
