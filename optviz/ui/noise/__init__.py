"""What only the noise page has."""
