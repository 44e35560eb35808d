"""Companies from Bucaramanga to Mendoza, with what their own tools export, counted before any reader saw their files."""
