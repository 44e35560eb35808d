"""How the company's data are kept: who answers for a source, how full records are, what a process still lacks."""
