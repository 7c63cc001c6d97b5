"""What only the anatomy page has."""
