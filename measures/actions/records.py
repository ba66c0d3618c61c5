"""Typed records: told, told anew, struck off. The same few acts for every kind."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from psycopg.errors import ForeignKeyViolation, UniqueViolation

from enterprises.actions.sets import held_set
from measures.models import EnterpriseRecord, Record, kinds
from measures.queries.record_owners import Owner, kept_reach, owner_of, subjects
from wuhan_smes.access import Access, Capability
from wuhan_smes.accounts.models import Jurisdiction
from wuhan_smes.audit import trail
from wuhan_smes.errors import ActionRefused, Fault, InputRefused, StaleVersion
from wuhan_smes.many_rows import among

BATCH: Final = 2000
STALE: Final = "该记录已被他人修改，请刷新后重新提交"


@dataclass(frozen=True, slots=True)
class Told:
    """One record as somebody tells it: of an enterprise, or of a unit. Silence says nothing."""

    said: Mapping[str, Any]
    enterprise_id: int | None = None
    jurisdiction_id: int | None = None
    source: str = ""

    @property
    def key(self) -> tuple[int | None, str]:
        return self.enterprise_id or self.jurisdiction_id, str(self.said.get("number", ""))


@dataclass(frozen=True, slots=True)
class Done:
    """The record as it is now, and what was changed of it; all of it where it is new."""

    row: Record
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    is_new: bool


def model_of(kind: str) -> type[Record]:
    """The model of a kind. Raises InputRefused for an unknown one."""
    try:
        return kinds()[kind]
    except KeyError:
        detail = f"没有台账“{kind}”，可用：{'、'.join(kinds())}"
        raise InputRefused(Fault("kind", "unknown_kind", detail)) from None


@transaction.atomic
def record_set(
    kind: str, told: Sequence[Told], *, access: Access, at: datetime
) -> list[Done | None]:
    """Record what a list tells, all or none; None for what is on record already as it is told.

    A number that is known is told anew; one that was struck off stands again.
    """
    model = model_of(kind)
    owners = _owners(model, told, access)
    known = standing(model, told, locked=True)
    done: list[Done | None] = []
    for one in told:
        if faults := list(faults_of(model, one.said, known.get(one.key))):
            raise InputRefused(*faults)
        done.append(_taken(model, one, known, owners, access, at))
    _write(model, [it for it in done if it is not None])
    entries = [(it.row, {"kind": kind, **_pairs(it)}) for it in done if it is not None]
    trail.record_set("record.tell", entries, access=access, at=at)
    return done


@transaction.atomic
def record(
    kind: str,
    *,
    access: Access,
    at: datetime,
    values: Mapping[str, Any],
    enterprise_id: int | None = None,
    jurisdiction_id: int | None = None,
) -> Record:
    """Record one. Refuses a number that is on record already."""
    model = model_of(kind)
    told = Told(values, enterprise_id, jurisdiction_id, "手工登记")
    _owners(model, [told], access)
    known = standing(model, [told]).get(told.key)
    if known is not None and known.struck_at is None:
        raise ActionRefused(f"编号“{known.number}”已经登记，请在原记录上修改")
    (done,) = record_set(kind, [told], access=access, at=at)
    if done is None:
        raise ActionRefused("这条记录已经登记，无需重复登记")
    return done.row


@transaction.atomic
def amend(
    kind: str,
    record_id: int,
    *,
    access: Access,
    at: datetime,
    values: Mapping[str, Any],
    expected_version: int,
) -> Record:
    """Put values right. Refuses a version somebody else has changed since."""
    model = model_of(kind)
    reach = access.reach(Capability.RECORD_EDIT)
    row = model.objects.kept_within(reach).locked(record_id)
    if row.version != expected_version:
        raise StaleVersion(STALE)
    if "number" in values and values["number"] != row.number:
        raise InputRefused(Fault("number", "not_amendable", "编号不能修改，请撤销后重新登记"))
    if faults := list(faults_of(model, values, row)):
        raise InputRefused(*faults)
    before = {name: getattr(row, name) for name in values}
    after = {name: value for name, value in values.items() if value != before[name]}
    if not after:
        raise ActionRefused("没有需要修改的内容")
    for name, value in after.items():
        setattr(row, name, value)
    row.version += 1
    row.save(update_fields=[*after, "version"])
    done = Done(row, {name: before[name] for name in after}, after, is_new=False)
    trail.record("record.amend", row, access=access, at=at, changes={"kind": kind, **_pairs(done)})
    return row


@transaction.atomic
def strike_set(
    kind: str, record_ids: Collection[int], *, access: Access, at: datetime, reason: str
) -> list[Record]:
    """Take records off, all or none; they stay readable and are counted no more."""
    model, said = model_of(kind), reason.strip()
    if not said:
        raise InputRefused(Fault("reason", "required", "请写明撤销理由"))
    reach = access.reach(Capability.RECORD_EDIT)
    mine = model.objects.kept_within(reach).filter(among("pk", record_ids)).order_by("pk")
    rows = list(mine.select_for_update(of=("self",), no_key=True))
    if len(rows) != len(set(record_ids)):
        raise model.DoesNotExist("not all records are within reach")
    if any(row.struck_at is not None for row in rows):
        raise ActionRefused("该记录已经撤销，请刷新后重试")
    for row in rows:
        row.struck_at, row.struck_reason, row.version = at, said[:200], row.version + 1
    model.objects.bulk_update(rows, ["struck_at", "struck_reason", "version"], batch_size=BATCH)
    entries = [(row, {"kind": kind, "reason": said}) for row in rows]
    trail.record_set("record.strike", entries, access=access, at=at)
    return rows


def standing(
    model: type[Record], told: Iterable[Told], *, locked: bool = False
) -> dict[tuple[int | None, str], Record]:
    """What is on record under the numbers told, struck rows included."""
    keys = {one.key for one in told}
    owner = "enterprise_id" if issubclass(model, EnterpriseRecord) else "jurisdiction_id"
    rows = model.objects.filter(
        among(owner, {key[0] or 0 for key in keys}), number__in={key[1] for key in keys}
    ).order_by("pk")
    if locked:
        rows = rows.select_for_update(of=("self",), no_key=True)
    return {(getattr(row, owner), row.number): row for row in rows}


def faults_of(
    model: type[Record], said: Mapping[str, Any], before: Record | None
) -> Iterable[Fault]:
    """What is wrong with what is told, field by field."""
    columns = {it.name: it for it in model.columns()}
    for name in sorted(said.keys() - columns.keys()):
        yield Fault(name, "unknown_field", "没有这一项")
    row = model()
    for name, column in columns.items():
        if before is not None:
            setattr(row, name, getattr(before, name))
        if name in said:
            setattr(row, name, said[name])
            try:
                column.clean(said[name], row)
            except ValidationError as error:
                yield Fault(name, "invalid", f"{column.verbose_name}：{error.messages[0]}")
        elif before is None and not column.blank and not column.has_default():
            yield Fault(name, "required", f"请填写{column.verbose_name}")
    if row.ended_on and row.happened_on and row.ended_on <= row.happened_on:
        yield Fault("ended_on", "too_early", "终止日期须晚于起始日期")


def _owners(model: type[Record], told: Sequence[Told], access: Access) -> dict[int, Owner]:
    """Whose records are told, if they may be. Raises DoesNotExist out of reach."""
    reach = access.reach(Capability.RECORD_EDIT)
    kept = kept_reach(model, reach)
    if issubclass(model, EnterpriseRecord):
        ids = {one.enterprise_id for one in told if one.enterprise_id is not None}
        if len(ids) < len({one.enterprise_id for one in told}):
            raise InputRefused(Fault("enterprise", "required", "请选择企业"))
        if not reach.agency_ids:
            held = held_set(ids, access=access, capability=Capability.RECORD_EDIT)
            return {pk: owner_of(row) for pk, row in held.items()}
        found = {it.id: it for it in subjects(ids=ids) if kept.covers(it.jurisdiction_id)}
        if found.keys() != ids:
            raise model.DoesNotExist("not all enterprises are within reach")
        return found
    wanted = {one.jurisdiction_id or 0 for one in told}
    if 0 in wanted:
        raise InputRefused(Fault("jurisdiction", "required", "请选择管理单位"))
    known = set(Jurisdiction.objects.filter(pk__in=wanted).values_list("pk", flat=True))
    if not all(pk in known and kept.covers(pk) for pk in wanted):
        raise model.DoesNotExist("the unit is not within reach")
    return {pk: Owner(pk, pk) for pk in wanted}


def _taken(
    model: type[Record],
    told: Told,
    known: dict[tuple[int | None, str], Record],
    owners: Mapping[int, Owner],
    access: Access,
    at: datetime,
) -> Done | None:
    before, owner = known.get(told.key), owners[told.key[0] or 0]
    if before is None:
        row = model(
            **told.said,
            jurisdiction_id=owner.jurisdiction_id,
            source=told.source[:200],
            recorded_at=at,
            recorded_by_name=access.actor_name[:150],
        )
        if isinstance(row, EnterpriseRecord):
            row.enterprise_id = owner.id
            row.enterprise_name, row.enterprise_uscc = owner.name, owner.uscc
        known[told.key] = row
        return Done(row, {}, dict(told.said), is_new=True)
    after = {n: v for n, v in told.said.items() if v != getattr(before, n)}
    was = {name: getattr(before, name) for name in after}
    if not after and before.struck_at is None:
        return None
    for name, value in after.items():
        setattr(before, name, value)
    stood = before.struck_at is None
    before.struck_at, before.struck_reason = None, ""
    before.version += 1 if before.pk else 0
    return Done(before, was, after, is_new=not stood)


def _write(model: type[Record], done: Sequence[Done]) -> None:
    rows = list({id(it.row): it.row for it in done}.values())
    try:
        with transaction.atomic():
            model.objects.bulk_create([row for row in rows if row.pk is None], batch_size=BATCH)
    except IntegrityError as error:
        if isinstance(error.__cause__, UniqueViolation):
            raise ActionRefused("编号刚刚由他人登记，请刷新后重试") from error
        if isinstance(error.__cause__, ForeignKeyViolation):
            raise ActionRefused("企业刚刚转由其他单位管理，请刷新后重试") from error
        raise
    names = [it.name for it in model.columns() if it.name != "number"]
    kept = ["struck_at", "struck_reason", "version", *names]
    old = [row for row in rows if row.version > 1]
    if old:
        model.objects.bulk_update(old, kept, batch_size=BATCH)


def _pairs(done: Done) -> dict[str, Any]:
    return {name: [done.before.get(name), value] for name, value in done.after.items()}
