"""Putting a file away piece by piece and getting it back, never whole in memory; each piece is
enciphered before the database sees it.
"""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

import psycopg
from django.conf import settings
from django.db import connection, transaction

from wuhan_smes.access import Access
from wuhan_smes.ciphers import ring
from wuhan_smes.files.models import StoredFile, place_of

PIECE: Final = 1024 * 1024
INSERT: Final = (
    "INSERT INTO files_storedpiece (file_id, ordinal, data, key) VALUES (%s, %s, %s, %s)"
)


class FileSpoiled(RuntimeError):
    """Pieces of the file are missing: better no file than part of one."""


@transaction.atomic
def store(
    name: str,
    media_type: str,
    pieces: Iterable[bytes],
    *,
    access: Access,
    at: datetime,
    jurisdiction_id: int | None = None,
    expires_at: datetime | None = None,
) -> StoredFile:
    """Keep a file in the name of who acts. It commits with the transaction of the caller.

    The pieces may be of any length; size and fingerprint are known once the last one came.
    """
    digest, size, keys, key = hashlib.sha256(), 0, ring(), ""
    file = StoredFile(
        name=name[-200:],
        media_type=media_type,
        size=size,
        sha256=digest.hexdigest(),
        owner_id=access.actor_id,
        jurisdiction_id=jurisdiction_id,
        stored_at=at,
        expires_at=expires_at,
    )
    file.save(force_insert=True)
    connection.ensure_connection()
    # Bound by the server: Django's cursor writes each piece out in a statement twice its size, and
    # held on to three megabytes for every one stored.
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        for ordinal, data in enumerate(evenly(pieces)):
            digest.update(data)
            size += len(data)
            if settings.ENCIPHER_FILES:
                data, key = keys.sealed(data, place_of(file.pk, ordinal)), keys.current
            cursor.execute(INSERT, [file.pk, ordinal, data, key])
    file.size, file.sha256 = size, digest.hexdigest()
    file.save(update_fields=["size", "sha256"])
    return file


def pieces_of(file: StoredFile) -> Iterator[bytes]:
    """The file's bytes, a megabyte at a time, each read when it is asked for.

    Raises CipherRefused for a piece that was changed, FileSpoiled when one is missing.
    """
    ordinal = size = 0
    while (piece := file.pieces.filter(ordinal=ordinal).first()) is not None:
        data = piece.opened()
        ordinal, size = ordinal + 1, size + len(data)
        yield data
    if size != file.size:
        raise FileSpoiled(f"file {file.pk} has {size} bytes of {file.size}")


def write_to(file: StoredFile, path: Path) -> None:
    """Put the file's bytes at `path`, for programs that want a real file."""
    with path.open("wb") as target:
        for data in pieces_of(file):
            target.write(data)


def evenly(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in pieces of one megabyte, the last one shorter."""
    kept = bytearray()
    for piece in pieces:
        kept += piece
        while len(kept) >= PIECE:
            yield bytes(kept[:PIECE])
            del kept[:PIECE]
    if kept:
        yield bytes(kept)
