"""What explains a gap or a change: the parts of one dimension that add up to it, in a sentence and a table."""
