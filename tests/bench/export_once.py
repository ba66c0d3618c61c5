"""One export in a process of its own, so that its memory is its own: prints what it took.

python -m tests.bench.export_once csv|copy|xlsx|writer
"""

import json
import resource
import sys
import time
from collections.abc import Iterable, Iterator
from itertools import chain, islice, repeat

import django

COLUMNS = (
    *("id", "uscc", "kind", "name", "jurisdiction__code", "jurisdiction__name"),
    *("jurisdiction__short", "jurisdiction__kind", "statutory_code", "industry__code"),
    *("industry__name", "industry__level", "size_class", "established_on", "status"),
    *("is_above_scale", "created_at", "updated_at", "version", "jurisdiction__statutory_code"),
)
NOT_TEXT = frozenset(
    ("id", "industry__level", "established_on", "is_above_scale", "created_at", "updated_at")
) | {"version"}
SAMPLE = 1000


def main(kind: str) -> None:
    django.setup()
    started = time.perf_counter()
    first, size = 0.0, 0
    for piece in PIECES[kind]():
        if size == 0 or first == 0.0:
            first = time.perf_counter() - started
        size += len(piece)
    print(
        json.dumps(
            {
                "seconds": time.perf_counter() - started,
                "first_byte": first,
                "megabytes": size / 1e6,
                "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
            }
        )
    )


def csv() -> Iterator[bytes]:
    """As a person's download is made."""
    from wuhan_smes.reporting.copy_csv import stream_csv  # noqa: PLC0415 - only after set-up
    from wuhan_smes.reporting.sheet import Column  # noqa: PLC0415

    columns = [Column(name, name, "count" if name in NOT_TEXT else "text") for name in COLUMNS]
    return stream_csv(_access(), _rows(), columns)


def copy() -> Iterator[bytes]:
    """COPY of the same columns, nothing else."""
    from django.db import connection  # noqa: PLC0415

    from wuhan_smes.scope import scoped  # noqa: PLC0415

    text, params = _rows().values_list(*COLUMNS).query.sql_with_params()
    with scoped(_access()), connection.cursor() as cursor:
        statement = f"COPY ({text}) TO STDOUT (FORMAT csv)"
        with cursor.copy(statement, params) as pieces:
            yield from pieces


def xlsx() -> Iterator[bytes]:
    """As a person's download is made."""
    from wuhan_smes.scope import scoped  # noqa: PLC0415

    with scoped(_access()):
        rows = _rows().values_list(*COLUMNS).iterator(chunk_size=2000)
        yield from _book(rows)


def writer() -> Iterator[bytes]:
    """The writer alone: as many rows, a thousand of them read before."""
    from wuhan_smes.scope import scoped  # noqa: PLC0415

    with scoped(_access()):
        total = _rows().count()
        sample = list(_rows().values_list(*COLUMNS)[:SAMPLE])
    yield from _book(islice(chain.from_iterable(repeat(sample)), total))


def _book(rows: Iterable[tuple[object, ...]]) -> Iterator[bytes]:
    from wuhan_smes.reporting.long_xlsx import stream_xlsx  # noqa: PLC0415

    return stream_xlsx("企业", COLUMNS, [12] * len(COLUMNS), rows)


def _access():
    from wuhan_smes.accounts.access_for import access_for  # noqa: PLC0415
    from wuhan_smes.accounts.models import User  # noqa: PLC0415

    return access_for(User.objects.get(username="bureau"))


def _rows():
    from enterprises.models import Enterprise  # noqa: PLC0415

    return Enterprise.objects.order_by("id")


PIECES = {"csv": csv, "copy": copy, "xlsx": xlsx, "writer": writer}

if __name__ == "__main__":
    main(sys.argv[1])
