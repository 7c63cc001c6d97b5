"""What only the basins page has."""
