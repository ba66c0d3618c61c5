"""看板: the page, its parts, the wall and a leader's view of the day."""
