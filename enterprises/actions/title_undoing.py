"""Taking back what a list did to titles. Nothing is deleted: a title that the list gave is struck
from its first day, one that it changed gets its former columns again, each as a new version.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final, NamedTuple

from django.db import connection, transaction

from enterprises.actions.cultivation_steps import waiting_again
from enterprises.actions.title_rows import (
    COLUMNS,
    EVERY,
    Title,
    held_holdings,
    next_row,
    write_rows,
)
from enterprises.choices import WithdrawalCause
from wuhan_smes import many_rows
from wuhan_smes.access import Access
from wuhan_smes.errors import ActionRefused

VERSIONS: Final = f"""
    SELECT {EVERY} FROM enterprises_recognition r
     WHERE r.id = ANY(%s::bigint[]) AND r.superseded_at IS NULL ORDER BY r.enterprise_id, r.id
"""  # noqa: S608 - constants
LATER: Final = """
    SELECT r.id, n.recorded_at, coalesce(n.change_note, '')
      FROM enterprises_recognition r
      LEFT JOIN enterprises_recognition n ON n.series = r.series AND n.version = r.version + 1
     WHERE r.id = ANY(%s::bigint[]) AND r.superseded_at IS NOT NULL
"""
FOLLOWED: Final = """
    SELECT r.id FROM enterprises_recognition r
      JOIN enterprises_recognition n ON n.predecessor_series = r.series
       AND n.enterprise_id = r.enterprise_id AND n.superseded_at IS NULL
       AND n.withdrawal_cause <> 'error'
     WHERE r.id = ANY(%s::bigint[]) AND NOT n.id = ANY(%s::bigint[])
"""
MINE: Final = "SELECT id FROM enterprises_recognition WHERE id = ANY(%s::bigint[])"
DAYS: Final = frozenset(name for name, of in COLUMNS.items() if of == "date")


class Step(NamedTuple):
    """One version that a list added: `before` are the columns it changed, none of a new title."""

    version_id: int
    before: Mapping[str, Any] | None


@transaction.atomic
def take_back(steps: Sequence[Step], *, access: Access, at: datetime, reason: str) -> list[Title]:
    """Undo what a list did, all of it or nothing. Refuses what somebody changed since. Whoever had
    arrived by a title that is struck is on the way again.
    """
    wanted = {step.version_id: step.before for step in steps}
    found = _versions(wanted)
    held_holdings({it.enterprise_id for it in found}, access, tiers=())
    still = {it.id for it in _versions(wanted)}
    if missing := len(wanted.keys() - still):
        raise ActionRefused(f"有 {missing} 个称号之后又有变动，不能撤回")
    changed: list[tuple[Title | None, Title]] = []
    for title in found:
        before = wanted[title.id]
        values = _struck(title) if before is None else _former(before)
        changed.append((title, next_row(title, reason, **values)))
    write_rows("title.take_back", changed, access, at=at)
    waiting_again([it for it in found if wanted[it.id] is None], access, at, reason)
    return [after for _, after in changed]


def changed_since(version_ids: Iterable[int]) -> dict[int, str]:
    """Of versions a list added, those that are no longer the last word, and what became of them."""
    every = set(version_ids)
    ids = many_rows.array(every)
    told: dict[int, str] = {}
    with connection.cursor() as cursor:
        cursor.execute(FOLLOWED, [ids, ids])
        told |= {pk: "该称号之后已复核续期" for (pk,) in cursor}
        cursor.execute(LATER, [ids])
        for pk, moment, note in cursor:
            day = f"{moment:%Y-%m-%d}" if moment else "之后"
            told[pk] = f"称号于 {day} 又有变动{f'（{note}）' if note else ''}"
        cursor.execute(MINE, [ids])
        told |= dict.fromkeys(every - {pk for (pk,) in cursor}, "企业已转由其他单位管理")
    return told


def columns_of(before: Title, after: Title) -> tuple[dict[str, Any], dict[str, Any]]:
    """The columns a version changed, as they were and as they are; numbering left out."""
    names = [
        name
        for name in COLUMNS
        if name not in {"version", "recorded_at", "change_note"}
        and getattr(before, name) != getattr(after, name)
    ]
    return (
        {name: getattr(before, name) for name in names},
        {name: getattr(after, name) for name in names},
    )


def _versions(ids: Iterable[int]) -> list[Title]:
    with connection.cursor() as cursor:
        cursor.execute(VERSIONS, [many_rows.array(ids)])
        return [Title(*row) for row in cursor]


def _struck(title: Title) -> dict[str, Any]:
    """Never in force: what the list gave was not so."""
    return {
        "withdrawn_on": title.valid_from,
        "withdrawal_cause": WithdrawalCause.ERROR,
        "review_pending": False,
        "extended_until": None,
    }


def _former(before: Mapping[str, Any]) -> dict[str, Any]:
    """Columns as they were, days read back from how they were kept."""
    return {
        name: date.fromisoformat(value) if name in DAYS and isinstance(value, str) else value
        for name, value in before.items()
    }
