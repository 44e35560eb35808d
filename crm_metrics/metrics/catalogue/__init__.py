"""What is measured: one module of definitions for each subject, and their order; nothing here computes."""
