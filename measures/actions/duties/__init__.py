"""Acts on commitments: start, report, judge, remind."""
