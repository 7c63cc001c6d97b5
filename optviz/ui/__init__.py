"""What the pages share: experiments and their links, widgets from declarations, results kept for all visitors."""
