"""Notes on the boards: which concern what a chart shows, where they stand on it, and what is said of them."""
