"""The animated view of a race: contour, surface and curves on one step cursor."""
