"""Pages of targets: all of them, the way to one, who could close a gap."""
