"""Which imports somebody sees, and what is said of one."""

from collections.abc import Mapping
from typing import Any, Final

from wuhan_smes.access import Access, Capability
from wuhan_smes.errors import InputRefused
from wuhan_smes.exchange.choices import Verdict
from wuhan_smes.exchange.kinds import Kind, kinds
from wuhan_smes.exchange.models import Import
from wuhan_smes.exchange.querysets import ImportQuerySet

# Lists that came in are seen by whoever may take lists out: the staff, and who audits them.
VIEW: Final = Capability.REGISTER_EXPORT
# What wants a person first, then what will happen, then what need not be looked at.
VERDICTS: Final = (
    Verdict.REFUSED,
    Verdict.DOUBTFUL,
    Verdict.CONFLICT,
    Verdict.NEW,
    Verdict.CHANGED,
    Verdict.TRANSFER,
    Verdict.UNCHANGED,
)


def visible(access: Access) -> ImportQuerySet:
    """The imports of the units in reach."""
    return Import.objects.within(access.reach(VIEW))


def kind_of(import_: Import) -> Kind | None:
    """What is imported; None when this installation no longer knows the kind."""
    try:
        return kinds.get(import_.kind)
    except InputRefused:
        return None


def title_of(import_: Import) -> str:
    kind = kind_of(import_)
    return kind.title if kind else import_.kind


def may_work_on(import_: Import, access: Access) -> bool:
    """Whether this person may decide about the import, not only look at it."""
    kind = kind_of(import_)
    if kind is None or not access.holds(kind.capability):
        return False
    return access.reach(kind.capability).covers(import_.jurisdiction_id)


def counts_of(import_: Import) -> dict[str, int]:
    """Rows by verdict, every verdict named, those nobody counted 0."""
    counts: Mapping[str, Any] = import_.counts if isinstance(import_.counts, dict) else {}
    found = {verdict: counts.get(verdict.value) for verdict in VERDICTS}
    return {verdict.value: n if isinstance(n, int) else 0 for verdict, n in found.items()}
