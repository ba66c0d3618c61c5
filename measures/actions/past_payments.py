"""Payments of the past: told once, corrected without losing what was told before."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from enterprises.actions.facts import BATCH
from enterprises.actions.sets import held_set
from enterprises.models import Enterprise
from measures.models import IDENTITY, SAID, PastPayment
from measures.rules.payments import faults_of
from wuhan_smes.access import Access, Capability
from wuhan_smes.audit import trail
from wuhan_smes.errors import ActionRefused, Fault, InputRefused
from wuhan_smes.many_rows import among

WORDS: Final = frozenset({"programme", "matter", "policy_basis", "level", "document_no", "note"})
KIND: Final = "payment"


@dataclass(frozen=True, slots=True)
class Told:
    """One payment as a list tells it: `said` by column of SAID; what is not said is unknown."""

    enterprise_id: int
    said: Mapping[str, Any]
    source: str = ""

    @property
    def values(self) -> dict[str, Any]:
        """Every column, empty words for what is not said."""
        return {name: self.said.get(name, "" if name in WORDS else None) for name in SAID}

    @property
    def identity(self) -> tuple[object, ...]:
        values = self.values
        return (self.enterprise_id, *(values[name] for name in IDENTITY))


@dataclass(frozen=True, slots=True)
class Recorded:
    """The row added, and the one it took the place of."""

    added: PastPayment
    gone: Sequence[PastPayment] = field(default=())


@transaction.atomic
def record_set(payments: Sequence[Told], *, access: Access, at: datetime) -> list[Recorded | None]:
    """Record what a list tells; None for a payment that is recorded already as it is told."""
    enterprises = _held(payments, access)
    known = standing(payments)
    done: list[Recorded | None] = []
    for told in payments:
        refuse_faults(told)
        before = known.get(told.identity)
        if before is not None and says_nothing_new(told, before):
            done.append(None)
            continue
        row = _row(told, enterprises[told.enterprise_id], at)
        done.append(Recorded(row, [before] if before is not None and before.pk else ()))
        known[told.identity] = row
    _supersede([row for one in done if one for row in one.gone], at)
    _insert(known.values())
    kept = [one if one is None or one.added.pk else None for one in done]
    entries = [(one.added, _entry(one.added)) for one in kept if one is not None]
    trail.record_set(f"{KIND}.record", entries, access=access, at=at)
    return kept


@transaction.atomic
def record(
    enterprise_id: int,
    *,
    access: Access,
    at: datetime,
    values: Mapping[str, Any],
    source: str = "",
) -> PastPayment:
    """Record one payment. Refuses one that is recorded already."""
    (done,) = record_set([Told(enterprise_id, values, source)], access=access, at=at)
    if done is None:
        raise ActionRefused("这笔兑付已经登记，无需重复登记")
    return done.added


@transaction.atomic
def correct(
    payment_id: int, *, access: Access, at: datetime, values: Mapping[str, Any], reason: str
) -> PastPayment:
    """Tell a payment anew with `values` put right; the former telling stays readable."""
    before = _locked([payment_id], access)[0]
    if unknown := values.keys() - set(SAID):
        raise InputRefused(*(Fault(n, "not_amendable", "该项不能更正") for n in sorted(unknown)))
    said = {**{name: getattr(before, name) for name in SAID}, **values}
    told = Told(before.enterprise_id, said, f"更正：{reason}"[:200])
    refuse_faults(told)
    changes = {
        name: [getattr(before, name), value]
        for name, value in told.values.items()
        if getattr(before, name) != value
    }
    if not changes:
        raise ActionRefused("没有需要更正的内容")
    if told.identity in standing([told]) and changes.keys() & set(IDENTITY):
        raise ActionRefused("已有一笔相同的兑付记录，请先核对")
    _supersede([before], at)
    row = _row(told, before.enterprise, at)
    _insert([row])
    trail.record(f"{KIND}.correct", row, access=access, at=at, changes={**changes, "of": before.pk})
    return row


@transaction.atomic
def strike_set(
    payment_ids: Collection[int], *, access: Access, at: datetime, reason: str
) -> list[PastPayment]:
    """Take payments off the record, all or none; refuses one that is off it already."""
    rows = _locked(payment_ids, access)
    _supersede(rows, at)
    entries = [(row, {"reason": reason}) for row in rows]
    trail.record_set(f"{KIND}.strike", entries, access=access, at=at)
    return rows


def standing(payments: Iterable[Told]) -> dict[tuple[object, ...], PastPayment]:
    """What is recorded of the enterprises spoken of, by identity."""
    enterprises = {told.enterprise_id for told in payments}
    rows = PastPayment.objects.current().filter(among("enterprise_id", enterprises))
    return {(row.enterprise_id, *(getattr(row, name) for name in IDENTITY)): row for row in rows}


def says_nothing_new(told: Told, row: PastPayment) -> bool:
    """Whether the words beside the payment are known too; silence says nothing."""
    values = told.values
    beside = (name for name in SAID if name not in IDENTITY)
    return all(values[name] in ("", getattr(row, name)) for name in beside)


def refuse_faults(told: Told) -> None:
    if faults := list(faults_of(told.values)):
        raise InputRefused(*faults)


def _held(payments: Iterable[Told], access: Access) -> dict[int, Enterprise]:
    ids = {told.enterprise_id for told in payments}
    return held_set(ids, access=access, capability=Capability.PAYMENT_EDIT)


def _locked(payment_ids: Collection[int], access: Access) -> list[PastPayment]:
    """The payments, their enterprises held. Raises DoesNotExist out of reach."""
    wanted = set(payment_ids)
    mine = PastPayment.objects.within(access.reach(Capability.PAYMENT_EDIT)).filter(
        among("pk", wanted)
    )
    ids = set(mine.values_list("enterprise_id", flat=True))
    held_set(ids, access=access, capability=Capability.PAYMENT_EDIT)
    rows = list(mine.select_related("enterprise").order_by("pk"))
    if len(rows) != len(wanted):
        raise PastPayment.DoesNotExist(f"{len(wanted) - len(rows)} payments are not within reach")
    if any(row.superseded_at is not None for row in rows):
        raise ActionRefused("该兑付记录已被更正或撤销，请刷新后重试")
    return rows


def _row(told: Told, enterprise: Enterprise, at: datetime) -> PastPayment:
    return PastPayment(
        enterprise=enterprise,
        jurisdiction_id=enterprise.jurisdiction_id,
        source=told.source[:200],
        recorded_at=at,
        **told.values,
    )


def _supersede(rows: Sequence[PastPayment], at: datetime) -> None:
    """A clock that lags behind the writer before us must not tell the history backwards."""
    if rows:
        moment = max([at, *(row.recorded_at for row in rows)])
        mine = PastPayment.objects.filter(among("pk", [row.pk for row in rows]))
        mine.update(superseded_at=moment)


def _insert(rows: Iterable[PastPayment]) -> None:
    new = [row for row in rows if row.pk is None]
    PastPayment.objects.bulk_create(new, batch_size=BATCH)


def _entry(row: PastPayment) -> dict[str, object]:
    said = {name: getattr(row, name) for name in SAID}
    given = {name: value for name, value in said.items() if value not in (None, "")}
    return {"enterprise": row.enterprise_id, **given}
