"""What only the race page has."""
