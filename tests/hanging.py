"""How long a test waits before it says that what it waits for will never come."""

SECONDS_UNTIL_HUNG = 600
"""Nothing takes as long, on a machine however busy: only what hangs does."""
