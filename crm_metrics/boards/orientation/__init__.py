"""What helps a reader find the way: the terms and what they mean, and the first steps on a board."""
