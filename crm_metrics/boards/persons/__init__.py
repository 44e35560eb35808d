"""What a reader sees of who the customers are: shown to those with the right to it, masked to all others."""
