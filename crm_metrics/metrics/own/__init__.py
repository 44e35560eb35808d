"""The company's own metrics and questions, read from its files and checked."""
