"""The rows each figure of a run counted: kept where the report could not be asked as of then.

So a figure that differs later is explained row by row: each that came, went, or holds another
amount. The causes are disjoint and add up to the change.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from wuhan_smes.access import Access, Capability
from wuhan_smes.reporting.behind import Behind
from wuhan_smes.reporting.catalogue import Cause, Report, catalogue
from wuhan_smes.reporting.models import ReportRun
from wuhan_smes.reporting.sheet import Sheet

# More than this is no table whose rows anybody would go through one by one.
MOST: Final = 100_000
ONE: Final = Decimal(1)
Members = Mapping[str, Mapping[str, Mapping[str, str]]]
NOT_SEEN: Final = "已不在范围内的一行"


def members_of(
    report: Report, access: Access, choices: Mapping[str, str], sheet: Sheet
) -> Members | None:
    """What each row holds of each figure, by key, column and id; None where the report can be asked
    again, has no rows behind it, or counts more than are kept.
    """
    if report.is_as_known or not report.behind or not sheet.keys:
        return None
    found: dict[str, dict[str, dict[str, str]]] = {}
    kept = 0
    for key in sheet.keys:
        for column, behind in report.behind.items():
            rows = held(behind, access, choices, key)
            found.setdefault(key, {})[column] = {str(pk): str(it) for pk, it in rows.items()}
            kept += len(rows)
            if kept > MOST:
                return None
    return found


def causes(
    run: ReportRun, key: str, column: str, *, access: Access, later: ReportRun | None
) -> list[Cause]:
    """Why a figure is another in a `later` run, or now where none is given."""
    report = catalogue.get(run.report)
    behind = report.behind.get(column)
    if behind is None or run.members is None or (later is not None and later.members is None):
        return []
    was = _kept(run.members, key, column)
    now = (
        held(behind, access, run.params, key)
        if later is None
        else _kept(later.members or {}, key, column)
    )
    changed = [pk for pk in sorted({*was, *now}) if was.get(pk) != now.get(pk)]
    named = names_of(behind, changed, access, behind.rows(access, run.params, key).model)
    return [
        Cause(named.get(pk, NOT_SEEN), _what(was, now, pk), _less(now.get(pk), was.get(pk)))
        for pk in changed
    ]


def held(
    behind: Behind, access: Access, choices: Mapping[str, str], key: str
) -> dict[int, Decimal]:
    """What each row adds to a figure."""
    rows = behind.rows(access, choices, key).order_by()
    if not behind.adds:
        return dict.fromkeys(rows.values_list("pk", flat=True), ONE)
    return {pk: value for pk, value in rows.values_list("pk", behind.adds) if value}


def _kept(members: Members, key: str, column: str) -> dict[int, Decimal]:
    told = members.get(key, {}).get(column, {})
    return {int(pk): Decimal(value) for pk, value in told.items()}


def names_of(behind: Behind, ids: list[int], access: Access, model: Any) -> dict[int, str]:
    """What the rows are called that can still be seen."""
    reach = access.reach(behind.export.capability or Capability.REGISTER_EXPORT)
    rows = model._default_manager.within(reach).filter(pk__in=ids) if ids else ()
    return {it.pk: str(it) for it in rows}


def _what(was: Mapping[int, Decimal], now: Mapping[int, Decimal], pk: int) -> str:
    if pk not in was:
        return "新计入"
    return "不再计入" if pk not in now else "金额变化"


def _less(now: Decimal | None, was: Decimal | None) -> int | Decimal:
    """The change: whole where whole things are counted."""
    change = (now or Decimal(0)) - (was or Decimal(0))
    return int(change) if change == change.to_integral_value() else change
