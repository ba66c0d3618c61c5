"""Which two rows of the register may be joined, and which of two equal titles gives way."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from enterprises.choices import EnterpriseStatus
from enterprises.rules.awards import Term
from wuhan_smes.errors import ActionRefused, Fault, InputRefused


class MergeRefused(ActionRefused):
    """The two rows cannot be joined (or taken apart) now."""

    code = "merge_refused"


class RelationUnknown(MergeRefused):
    """Rows hang on the enterprise that nobody said how to move."""

    code = "merge_relation_unknown"


@dataclass(frozen=True, slots=True)
class Half:
    """What decides whether a row may be kept or given up."""

    id: int
    name: str
    status: str
    has_code: bool


def require_mergeable(gone: Half, into: Half) -> None:
    """Refuses joining a row to itself, to one that is gone, or the better row to the lesser."""
    if gone.id == into.id:
        raise InputRefused(Fault("into", "itself", "不能与自身合并"))
    for half in (gone, into):
        if half.status == EnterpriseStatus.MERGED:
            raise MergeRefused(f"“{half.name}”已并入其他企业，请打开并入后的企业办理")
        if half.status == EnterpriseStatus.VOIDED:
            raise MergeRefused(f"“{half.name}”的登记已撤销，不能合并")
    if gone.has_code and not into.has_code:
        raise MergeRefused("保留方没有统一社会信用代码而并入方有，请交换两者后再合并")
    if gone.status == EnterpriseStatus.ACTIVE and into.status != EnterpriseStatus.ACTIVE:
        label = EnterpriseStatus(into.status).label
        raise MergeRefused(f"保留方{label}而并入方在营，请交换两者后再合并")


@dataclass(frozen=True, slots=True)
class Span:
    """A title in force, of the row that is kept (`kept`) or of the other."""

    series: int
    term: Term
    kept: bool


def giving_way(spans: Iterable[Span]) -> Mapping[int, date]:
    """Of titles of one kind, which end, and on which day, so that no day counts twice and none
    is lost: one within another is struck from its start, one overlapped by a later ends there.
    """
    ends: dict[int, date] = {}
    standing: Span | None = None
    for span in sorted(spans, key=_first_then_longest):
        if standing is None or not standing.term.overlaps(span.term):
            standing = span
        elif _within(span.term, standing.term):
            ends[span.series] = span.term.start
        else:
            ends[standing.series] = span.term.start
            standing = span
    return ends


def _first_then_longest(span: Span) -> tuple[date, int, bool]:
    until = span.term.until or date.max
    return span.term.start, -until.toordinal(), not span.kept


def _within(inner: Term, outer: Term) -> bool:
    return outer.until is None or (inner.until is not None and inner.until <= outer.until)
