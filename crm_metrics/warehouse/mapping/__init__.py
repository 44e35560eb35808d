"""What a source's TOML may say: its words, its expressions, its formats and the rules of every table."""
