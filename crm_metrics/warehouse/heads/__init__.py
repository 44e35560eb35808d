"""What the head of a shape says, and what follows from it for how its rows are made."""
