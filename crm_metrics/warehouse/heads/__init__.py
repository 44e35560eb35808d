"""What the head of a shape says."""
