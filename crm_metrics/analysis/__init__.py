"""What readings mean together: signals, relations, survival, fitted models, and where a month will land."""
