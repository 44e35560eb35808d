"""The command line: arguments in, printed tables out, and the exit code."""
