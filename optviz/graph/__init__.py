"""Formulas as graphs of operations: traced from the lines that declare a method or a surface, and printed for others to run."""
