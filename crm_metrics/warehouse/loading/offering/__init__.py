"""What a rule offers to its input table, and what is told of what it can't offer."""
