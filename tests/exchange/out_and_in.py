"""A list taken out as somebody sees it, and handed in again by the same person."""

import os
from typing import Any, Final

from django.test import Client
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

from tests.exchange.driving import NOW, handed_in, rows_of, work
from wuhan_smes.access import Access
from wuhan_smes.accounts.models import User
from wuhan_smes.exchange.actions import mapping
from wuhan_smes.exchange.choices import ImportState, Verdict
from wuhan_smes.exchange.models import ImportRow
from wuhan_smes.exchange.queries.progress import progress_of
from wuhan_smes.scope import bootstrap_scope, scoped

# Three small numbers make one row of the register, in one of many ways.
Drawn = tuple[int, int, bool]
# Long lists take long to make: LONG_LISTS=30 tries longer ones, and more of them.
MOST: Final = int(os.environ.get("LONG_LISTS", "9"))
lists_told = st.lists(
    st.tuples(st.integers(0, 11), st.integers(0, 5), st.booleans()),
    min_size=6,
    max_size=MOST,
    unique=True,
)
few_examples: Final[Any] = settings(
    max_examples=2 if MOST < 10 else 20,
    deadline=None,
    derandomize=True,
    suppress_health_check=[*HealthCheck],
    phases=[Phase.generate],
)


def brought_back(address: str, kind: str, clerk: User, access: Access) -> list[ImportRow]:
    """The rows of the dry run; what no column says is left open. Each must be unchanged."""
    import_ = handed_in(taken_out(address, clerk), access, kind=kind)
    if import_.state == ImportState.MAPPING:
        with scoped(access):
            mapping.confirm(import_.pk, access=access, at=NOW, columns=import_.columns)
        work()
    with bootstrap_scope():
        progress = progress_of(import_)
    rows = rows_of(import_, access)
    other = [row for row in rows if row.verdict != Verdict.UNCHANGED]
    assert not other, (kind, progress, [(row.cells, row.faults, row.changes) for row in other])
    return rows


def taken_out(address: str, clerk: User) -> str:
    client = Client()
    client.force_login(clerk)
    response = client.get(f"/api/v1/{address}/export/", {"layout": "csv"})
    assert response.status_code == 200, response.content
    return b"".join(response.streaming_content).decode("utf-8-sig")
