"""How headers of columns are compared: by what is printed, not by how."""

from wuhan_smes.exchange.reading.headers import heading


def header_key(text: str) -> str:
    """What all spellings of one header share, as the reader compares them."""
    return heading(text).key[:80]
