"""Where a chart has its legend, however many lines it takes: above the plot, which makes room for it."""

ABOVE = {"orientation": "h", "yanchor": "bottom", "y": 1.02}
