"""What only the conventions page has."""
