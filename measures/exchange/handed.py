"""Short lists that responsible units hand in themselves, by page or by program."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from enterprises.models import Enterprise
from measures.exchange.progress import AGENCY, PROGRESS, QUARTER
from measures.exchange.records import PREFIX
from measures.models import EnterpriseRecord, Record
from measures.queries.duties import own_agency
from measures.queries.record_owners import kept_reach, may_keep, subjects
from wuhan_smes.access import Access, Capability, Reach
from wuhan_smes.accounts.models import Agency, User
from wuhan_smes.errors import NotPermitted
from wuhan_smes.exchange.at_once import Subjects, Taken, take
from wuhan_smes.exchange.home import home_of
from wuhan_smes.exchange.kinds import Kind, Row, kinds


def record_kind(model: type[Record], access: Access) -> Kind:
    """The list of a kind of record. Raises NotPermitted for whoever keeps none of it."""
    if not may_keep(model, access):
        raise NotPermitted("本单位不维护这一类台账", capability=Capability.RECORD_EDIT)
    return kinds.get(f"{PREFIX}{model.told.code}")


def take_records(
    model: type[Record], *, user: User, access: Access, at: datetime, file_name: str, data: bytes
) -> Taken:
    """Records of a kind, all rows of the list or none."""
    kind = record_kind(model, access)
    unit = _unit(kind, own_agency(user), access)
    who = _whom(model, access) if issubclass(model, EnterpriseRecord) else None
    words = {"file_name": file_name, "data": data}
    return take(kind, access=access, at=at, unit_id=unit, subjects=who, **words)  # type: ignore[arg-type] # a name and its bytes


def take_progress(
    *,
    user: User,
    access: Access,
    at: datetime,
    file_name: str,
    data: bytes,
    quarter: date | None = None,
    agency: Agency | None = None,
) -> Taken:
    """A unit's words on many clauses, all rows or none; the unit is one's own unless named.

    `quarter` and the unit count where no column of the list says otherwise.
    """
    own = own_agency(user)
    said = {} if quarter is None else {QUARTER: quarter.isoformat()}
    if (unit := agency or own) is not None:
        said[AGENCY] = unit.code
    return take(
        PROGRESS,
        file_name=file_name,
        data=data,
        access=access,
        at=at,
        unit_id=_unit(PROGRESS, own, access),
        answers=said,
    )


def _unit(kind: Kind, own: Agency | None, access: Access) -> int:
    """The unit a list belongs to: that of one's agency, else one's own."""
    if own is not None and own.pk in access.reach(kind.capability).agency_ids:
        return own.jurisdiction_id
    return home_of(access, kind.capability)


def _whom(model: type[Record], access: Access) -> Subjects:
    reach = access.reach(Capability.RECORD_EDIT)
    return lambda rows: _meant(rows, model, reach)


def _meant(rows: Sequence[Row], model: type[Record], reach: Reach) -> Mapping[int, int]:
    """The enterprise each row means by its code, where its records may be kept."""
    codes = sorted({code for row in rows if (code := row.values.get("uscc"))})
    own = Enterprise.objects.within(reach).filter(uscc__in=codes)
    found = dict(own.values_list("uscc", "pk"))
    if reach.agency_ids:
        kept = kept_reach(model, reach)
        told = subjects(codes=codes)
        found |= {it.uscc: it.id for it in told if kept.covers(it.jurisdiction_id)}
    return {row.id: found[code] for row in rows if (code := row.values.get("uscc")) in found}
