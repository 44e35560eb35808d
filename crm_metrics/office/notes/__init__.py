"""Notes of what happened on some days, and comments with a mention: what they may be, and how they are kept."""
