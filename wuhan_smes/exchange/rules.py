"""From which state an import may go where, and what has to be settled first."""

from collections.abc import Collection, Mapping
from typing import Any, Final

from wuhan_smes.errors import ActionRefused, Fault, InputRefused, TransitionRefused
from wuhan_smes.exchange.choices import ImportState, Mode, SourceRank, Step, Verdict

LARGEST: Final = 200 * 1024 * 1024
# Who keyed a value in by hand answers for it like a district's ledger.
BY_HAND: Final = SourceRank.DISTRICT
NAMED_AT_MOST: Final = 3


class NothingToApply(ActionRefused):
    """Every row is in the register already, or none can be used."""

    code = "nothing_to_apply"


class RowsOpen(ActionRefused):
    """Some rows cannot be used as they are, and the person asked for all of them."""

    code = "rows_open"


class RowsMoved(ActionRefused):
    """The register changed between the check and the application."""

    code = "rows_moved"


class NotRevertible(ActionRefused):
    """Some of what the import did was changed since."""

    code = "not_revertible"


def require_idle(step: str) -> None:
    """Nothing is decided about an import while a job is at work on it."""
    if step:
        raise TransitionRefused(f"导入正在{Step(step).label}，请稍候或先取消")


def require_state(state: str, *allowed: ImportState, act: str) -> None:
    if state not in allowed:
        raise TransitionRefused(f"该导入{ImportState(state).label}，不能{act}")


def require_size(size: int) -> None:
    """A file larger than this is cut up by the sender."""
    if size > LARGEST:
        detail = f"文件超过 {LARGEST // 1024 // 1024} MB，请拆分后分批导入"
        raise InputRefused(Fault("file", "too_large", detail))


def require_applicable(counts: Mapping[str, int], mode: str, writes: int, transfers: int) -> None:
    """All rows or, by choice, those that can be used."""
    if mode not in Mode.values:
        raise InputRefused(Fault("mode", "unknown", "导入方式应为 all（全部）或 good（无误的行）"))
    if not writes and not transfers:
        raise NothingToApply("没有可以导入的行：全部无变化，或都需先处理")
    open_rows = {
        Verdict(name): counts[name]
        for name in (Verdict.REFUSED, Verdict.DOUBTFUL, Verdict.CONFLICT)
        if counts.get(name)
    }
    if mode == Mode.ALL and open_rows:
        told = "、".join(f"{verdict.label} {n} 行" for verdict, n in open_rows.items())
        raise RowsOpen(f"还有{told}，请先处理，或选择“只导入无误的行”")


def outranked(standing: int | None, coming: int) -> bool:
    """Whether a value stands on a better source than the one that contradicts it."""
    return (BY_HAND if standing is None else standing) < coming


def require_reason(reason: str) -> None:
    if not reason.strip():
        raise InputRefused(Fault("reason", "required", "请说明理由"))


def require_columns(
    columns: Mapping[str, Mapping[str, str]],
    layout: Mapping[str, Any],
    known: Collection[str],
) -> None:
    """A column is given one field, a field one column of its sheet; sheets are those of the file.

    Raises InputRefused naming sheet and column.
    """
    sheets = {str(sheet["index"]): sheet for sheet in layout.get("sheets", [])}
    faults = []
    for index, chosen in columns.items():
        if index not in sheets:
            faults.append(Fault(f"columns.{index}", "unknown_sheet", f"文件没有第 {index} 张表"))
            continue
        taken: dict[str, str] = {}
        for column, name in chosen.items():
            pointer = f"columns.{index}.{column}"
            if not name:
                continue
            if name not in known:
                faults.append(Fault(pointer, "unknown_field", f"没有字段“{name}”"))
            elif name in taken:
                detail = f"第 {taken[name]}、{column} 列都对应同一项，请只保留一列"
                faults.append(Fault(pointer, "twice", detail))
            else:
                taken[name] = column
    if faults:
        raise InputRefused(*faults)
