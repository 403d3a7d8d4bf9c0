"""What an academic knows: names, identifiers, subject classes, metrics, related papers and citations."""
