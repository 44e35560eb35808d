"""The rows of whole months of period shapes that a version keeps: which months, made when, and how they are read."""
