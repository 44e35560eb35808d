"""The pages of the app; each reads top to bottom as its reader reads it."""
