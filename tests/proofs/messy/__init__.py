"""A clean list written as many messy files as people have: its numbers come back, or a question does."""
