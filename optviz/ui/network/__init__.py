"""What only the network page has."""
