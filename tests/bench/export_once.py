"""One export in a process of its own, so that its memory is its own: prints what it took.

python -m tests.bench.export_once csv|copy|xlsx|writer
"""

import json
import resource
import sys
import time
from collections.abc import Iterator
from itertools import chain, islice, repeat
from typing import Any

import django
from django.utils import timezone

COLUMNS = (
    *("id", "uscc", "kind", "name", "jurisdiction__code", "jurisdiction__name"),
    *("jurisdiction__short", "jurisdiction__kind", "statutory_code", "industry__code"),
    *("industry__name", "industry__level", "size_class", "established_on", "status"),
    *("is_above_scale", "created_at", "updated_at", "version", "jurisdiction__statutory_code"),
)
SAMPLE = 1000


def main(kind: str) -> None:
    """Neither the modules nor the first connection are part of what either side takes."""
    django.setup()
    built, access = _built(), _access()
    pieces = PIECES[kind](built, access)
    started = time.perf_counter()
    first, size = 0.0, 0
    for piece in pieces:
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


def csv(built: Any, access: Any) -> Iterator[bytes]:
    """As a person's download is made: labels, moments by our clock, no formula."""
    return _written(built, "csv", access)


def copy(_: Any, access: Any) -> Iterator[bytes]:
    """COPY of the same columns, nothing else."""
    from django.db import connection  # noqa: PLC0415

    from wuhan_smes.scope import scoped  # noqa: PLC0415

    text, params = _rows().values_list(*COLUMNS).query.sql_with_params()

    def pieces() -> Iterator[bytes]:
        with scoped(access), connection.cursor() as cursor:
            statement = f"COPY ({text}) TO STDOUT (FORMAT csv)"
            with cursor.copy(statement, params) as found:
                yield from found

    return pieces()


def xlsx(built: Any, access: Any) -> Iterator[bytes]:
    """As a person's download is made."""
    return _written(built, "xlsx", access)


def writer(built: Any, access: Any) -> Iterator[bytes]:
    """The writer alone: as many rows of the same file, a thousand of them read before."""
    from wuhan_smes.reporting.long_xlsx import stream_xlsx  # noqa: PLC0415
    from wuhan_smes.reporting.transaction import writing  # noqa: PLC0415

    with writing(access):
        total = _rows().count()
        sample = list(islice(built.rows(), SAMPLE))
    rows = islice(chain.from_iterable(repeat(sample)), total)
    return stream_xlsx("企业", COLUMNS, [12] * len(COLUMNS), rows)


def _written(built: Any, layout: str, access: Any) -> Iterator[bytes]:
    from wuhan_smes.reporting.run import written  # noqa: PLC0415
    from wuhan_smes.reporting.tally import Tally  # noqa: PLC0415

    return written(built, layout, access=access, tally=Tally())


def _built() -> Any:
    """The list declared as every list is."""
    from enterprises.models import Enterprise  # noqa: PLC0415
    from wuhan_smes.access import Capability  # noqa: PLC0415
    from wuhan_smes.reporting.lists import ListExport, Viewing, columns_of  # noqa: PLC0415

    access, now = _access(), timezone.now()
    reach = access.reach(Capability.REGISTER_VIEW)
    export = ListExport("bench", "企业", columns_of(Enterprise, *COLUMNS))
    return export.built(Viewing(access, reach, {}, now, _rows()))


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
