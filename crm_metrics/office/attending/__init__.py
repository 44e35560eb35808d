"""What became of the customers of the day's lists: what may be said of them, and how it is kept."""
