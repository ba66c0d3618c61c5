"""Handing out a file that was made before."""

from collections.abc import Iterator

from django.http import StreamingHttpResponse

from wuhan_smes.access import Access
from wuhan_smes.files.models import StoredFile
from wuhan_smes.files.storing import pieces_of
from wuhan_smes.reporting.run import as_attachment
from wuhan_smes.scope import scoped


def file_response(stored: StoredFile, access: Access) -> StreamingHttpResponse:
    """The kept file, a megabyte at a time, in a scope of its own."""
    response = StreamingHttpResponse(_pieces(stored, access), content_type=stored.media_type)
    as_attachment(response, stored.name)
    response.headers["Content-Length"] = str(stored.size)
    return response


def _pieces(stored: StoredFile, access: Access) -> Iterator[bytes]:
    with scoped(access):
        yield from pieces_of(stored)
