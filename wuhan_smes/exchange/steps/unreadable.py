"""A file that cannot be read is refused with the reader's own sentence."""

from collections.abc import Iterator
from contextlib import contextmanager

from wuhan_smes.errors import ActionRefused
from wuhan_smes.exchange.reading.errors import Unreadable


class FileRefused(ActionRefused):
    """The file as a whole: of no known format, too large, broken or dangerous."""

    code = "file_refused"


@contextmanager
def refused_as_unreadable() -> Iterator[None]:
    """Turn the reader's word into a refusal that a person sees."""
    try:
        yield
    except Unreadable as unreadable:
        raise FileRefused(unreadable.detail, reason=unreadable.code) from unreadable
