"""Where the promises stand in numbers: what counts them, the way to them, who could close a gap."""
