"""The warehouse: input tables, versions, imports, and the rows shaped from them."""
