"""Many runs at once, of which only the ends are kept: in NumPy, as machine code, in threads, on a cluster."""
