"""Taking enterprises into the register: one or a whole list, in the same few statements."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from django.db import connection, transaction

from enterprises.actions.facts import refuse_future
from enterprises.actions.title_versions import refuse_together
from enterprises.choices import EnterpriseKind, SizeClass, StayCause
from enterprises.models import Enterprise, Industry
from enterprises.rules import register
from enterprises.rules.names import search_key
from wuhan_smes import many_rows
from wuhan_smes.access import Access, Capability
from wuhan_smes.accounts.models import Jurisdiction
from wuhan_smes.audit import trail
from wuhan_smes.errors import ActionRefused, Fault, InputRefused

ROWS_AT_ONCE: Final = 5_000
NUMBERS: Final = """
    SELECT nextval(pg_get_serial_sequence('enterprises_enterprise', 'id'))
      FROM generate_series(1, %s)
"""
ENTERPRISE: Final = {
    "id": "bigint",
    "uscc": "text",
    "kind": "text",
    "name": "text",
    "jurisdiction_id": "bigint",
    "statutory_code": "text",
    "industry_id": "bigint",
    "size_class": "text",
    "established_on": "date",
    "tags": "text[]",
    "created_at": "timestamptz",
    "updated_at": "timestamptz",
    "status": "text",
    "version": "int",
}
FACT: Final = {
    "enterprise_id": "bigint",
    "jurisdiction_id": "bigint",
    "during": "daterange",
    "recorded_at": "timestamptz",
    "source": "text",
}
NAME: Final = {**FACT, "name": "text", "search_key": "text", "document_no": "text"}
STAY: Final = {
    **FACT,
    "unit_id": "bigint",
    "start_cause": "text",
    "end_cause": "text",
    "reason": "text",
}
INDUSTRY: Final = {**FACT, "industry_id": "bigint"}
SIZE: Final = {**FACT, "year": "int", "size_class": "text"}


@dataclass(slots=True)
class Entry:
    """An enterprise to be taken up under a unit from day `on`; `id` is known once it is."""

    name: str
    uscc: str | None
    jurisdiction_id: int
    on: date
    kind: str = EnterpriseKind.COMPANY
    cause: str = StayCause.ENTERED
    industry_id: int | None = None
    established_on: date | None = None
    statutory_code: str = ""
    tags: Sequence[str] = ()
    size_class: str = ""
    source: str = ""
    where: str = ""
    id: int = 0


@dataclass(slots=True)
class Gate:
    """What every entry is checked against; asked once for a list."""

    access: Access
    at: datetime
    managing: Collection[int]
    industries: Collection[int]
    names: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, given: Sequence[Entry], access: Access, at: datetime) -> "Gate":
        units = {it.jurisdiction_id for it in given}
        wanted = {it.industry_id for it in given if it.industry_id is not None}
        managing = Jurisdiction.objects.managing().filter(pk__in=units)
        industries = Industry.objects.filter(pk__in=wanted) if wanted else Industry.objects.none()
        return cls(
            access,
            at,
            set(managing.values_list("pk", flat=True)),
            set(industries.values_list("pk", flat=True)),
        )

    def checked(self, it: Entry) -> Entry:
        """The entry fit to be stored. Raises InputRefused for what the register does not take."""
        if not self.access.reach(Capability.REGISTER_EDIT).covers(it.jurisdiction_id):
            raise InputRefused(
                Fault("jurisdiction", "out_of_reach", "只能登记到本人负责的管理单位")
            )
        if it.jurisdiction_id not in self.managing:
            detail = "应为具体的区或功能区，不能是市级"
            raise InputRefused(Fault("jurisdiction", "not_managing", detail))
        refuse_future(it.on, at=self.at)
        if it.established_on is not None:
            register.require_not_before(it.on, it.established_on, what="成立日期")
        it.uscc = register.checked_uscc(it.uscc, it.kind)
        it.name = register.checked_name(it.name)
        it.tags = register.checked_tags(list(it.tags))
        if it.industry_id is not None and it.industry_id not in self.industries:
            raise InputRefused(Fault("industry", "unknown", "没有这个行业代码"))
        if it.size_class and it.size_class not in SizeClass.values:
            raise InputRefused(Fault("size", "unknown", "企业划型应为大型、中型、小型或微型"))
        return it


@transaction.atomic
def enter_set(given: Sequence[Entry], *, access: Access, at: datetime) -> list[Entry]:
    """Take enterprises up, all of them or none; a code in use is refused without saying where
    to those who may not see it.
    """
    gate = Gate.of(given, access, at)
    refused: dict[str, ActionRefused] = {}
    for it in given:
        try:
            gate.checked(it)
        except ActionRefused as refusal:
            refused[it.where or it.name] = refusal
    refuse_together(refused)
    _number(given)
    for start in range(0, len(given), ROWS_AT_ONCE):
        some = given[start : start + ROWS_AT_ONCE]
        refuse_together(_known(some, _entered(some, at), access))
        _first_facts(some, at)
    trail.record_rows(
        "enterprise.create",
        Enterprise,
        [
            trail.Entry(
                it.id,
                it.name,
                it.jurisdiction_id,
                {"uscc": it.uscc, "name": it.name, "on": it.on, "source": it.source},
            )
            for it in given
        ],
        access=access,
        at=at,
    )
    return list(given)


def known_to(access: Access, codes: Collection[str]) -> dict[str, tuple[int, str]]:
    """Of these codes, those the person may see in the register: id and name."""
    looks = Capability.REGISTER_VIEW
    reach = access.reach(looks if access.holds(looks) else Capability.REGISTER_EDIT)
    rows = Enterprise.objects.within(reach).filter(uscc__in=codes)
    found = rows.values_list("uscc", "pk", "name")
    return {uscc: (pk, name) for uscc, pk, name in found if uscc is not None}


def _number(given: Sequence[Entry]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(NUMBERS, [len(given)])
        for it, (pk,) in zip(given, cursor, strict=True):
            it.id = pk


def _entered(given: Sequence[Entry], at: datetime) -> set[int]:
    """The ids that were free to be stored; waits for whoever is storing the same code."""
    rows = [
        (
            it.id,
            it.uscc,
            it.kind,
            it.name,
            it.jurisdiction_id,
            it.statutory_code,
            it.industry_id,
            it.size_class,
            it.established_on,
            many_rows.array(it.tags, "text"),
            at,
            at,
            "active",
            1,
        )
        for it in given
    ]
    table, values = many_rows.given(ENTERPRISE, rows)
    columns = ", ".join(ENTERPRISE)
    chosen = ", ".join("tags::text[]" if name == "tags" else name for name in ENTERPRISE)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO enterprises_enterprise ({columns}) SELECT {chosen} FROM {table}"  # noqa: S608 - constants
            " ON CONFLICT (uscc) DO NOTHING RETURNING id",
            values,
        )
        return {pk for (pk,) in cursor}


def _known(
    given: Sequence[Entry], entered: Collection[int], access: Access
) -> Mapping[str, ActionRefused]:
    """Why the others are refused; names an enterprise only to a person who may see it."""
    taken = [it for it in given if it.id not in entered]
    if not taken:
        return {}
    seen = known_to(access, [it.uscc for it in taken if it.uscc])
    refused: dict[str, ActionRefused] = {}
    for it in taken:
        if it.uscc in seen:
            pk, name = seen[it.uscc]
            refused[it.where or it.name] = register.UsccRegistered(
                f"该代码已登记为“{name}”，请直接打开该企业", enterprise_id=pk
            )
        else:
            refused[it.where or it.name] = register.UsccRegisteredElsewhere(
                "该统一社会信用代码已由其他管理单位登记，可提出迁移申请", offers="move-requests"
            )
    return refused


def _first_facts(given: Sequence[Entry], at: datetime) -> None:
    """The name borne, the unit that manages, and what is known of trade and size."""

    def fact(it: Entry, since: date) -> tuple[object, ...]:
        return (it.id, it.jurisdiction_id, f"[{since},)", at, it.source[:200])

    _insert(
        "enterprises_enterprisename",
        NAME,
        [(*fact(it, it.established_on or it.on), it.name, search_key(it.name), "") for it in given],
    )
    _insert(
        "enterprises_jurisdictionstay",
        STAY,
        [(*fact(it, it.on), it.jurisdiction_id, it.cause, "", "") for it in given],
    )
    _insert(
        "enterprises_industrystay",
        INDUSTRY,
        [(*fact(it, it.on), it.industry_id) for it in given if it.industry_id is not None],
    )
    _insert(
        "enterprises_sizeyear",
        SIZE,
        [
            (*fact(it, date(it.on.year, 1, 1)), it.on.year, it.size_class)
            for it in given
            if it.size_class
        ],
    )


def _insert(target: str, columns: Mapping[str, str], rows: Sequence[Sequence[object]]) -> None:
    if not rows:
        return
    table, values = many_rows.given(columns, rows)
    names = ", ".join(columns)
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {target} ({names}) SELECT given.* FROM {table}", values)  # noqa: S608 - constants
