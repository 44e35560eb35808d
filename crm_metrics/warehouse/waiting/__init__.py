"""What waits at the close of a day: how much is left of what was promised to it."""
