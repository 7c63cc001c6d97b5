"""What only the maps page has."""
