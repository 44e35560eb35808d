"""The day's list: whom to attend today and why, who is left out of it, and what attending them brings."""
