"""What unknown files mean: their tables, the meaning of each column, the questions left, and a mapping of it all."""
