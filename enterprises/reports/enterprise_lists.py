"""Lists about enterprises as files: the register, contacts, ties, sizes, and requests to move."""

from typing import Any, Final

from django.db.models import Case, CharField, F, IntegerField, OuterRef, Q, Subquery, Value, When

from enterprises.choices import Tier
from enterprises.models import (
    Contact,
    Enterprise,
    EnterprisePlace,
    MoveRequest,
    MoveState,
    OwnershipLink,
    Recognition,
    ScaleStatus,
    SizeYear,
)
from enterprises.querysets import RecognitionQuerySet
from enterprises.rules.ladder import BELOW_THE_RUNG, DISPLAY_RANK, RUNGS
from enterprises.rules.register import SLOTS
from wuhan_smes.access import Capability
from wuhan_smes.reporting.expressions import (
    each,
    first_day_of,
    known,
    label_of,
    last_day,
    last_day_of,
    masked_email,
    masked_phone,
)
from wuhan_smes.reporting.lists import ListExport, Shown, Viewing, columns_of

TAKES_OUT: Final = Capability.REGISTER_EXPORT
RANK: Final = Case(
    *(When(tier=tier.value, then=Value(rank)) for tier, rank in DISPLAY_RANK.items()),
    default=Value(0),
    output_field=IntegerField(),
)
RUNG: Final = Case(
    *(
        When(tier__in=[t.value for t, its in DISPLAY_RANK.items() if its == rank], then=Value(name))
        for rank, name in enumerate(RUNGS.values(), start=1)
    ),
    default=Value(""),
    output_field=CharField(),
)
# Whose row it is, in the words the import of each list knows.
OF_ENTERPRISE: Final = (
    ("enterprise__name", "企业名称"),
    ("enterprise__uscc", "统一社会信用代码"),
    ("jurisdiction__name", "管理单位"),
)


def _titles(viewing: Viewing) -> RecognitionQuerySet:
    titles = Recognition.objects.within(viewing.reach).in_force(on=viewing.day)
    return titles.filter(enterprise=OuterRef("pk"))


def _held(viewing: Viewing) -> Any:
    """The titles held that day, highest rung first."""
    rows = _titles(viewing).order_by(RANK.desc(), "tier", "subclass")
    return each(rows.values_list(label_of("tier", Tier.choices)))


def _highest(viewing: Viewing) -> Any:
    """The highest rung that day; empty where only parallel lists remain."""
    ranked = _titles(viewing).exclude(subclass__in=BELOW_THE_RUNG).order_by(RANK.desc())
    return known(Subquery(ranked.values_list(RUNG)[:1], output_field=CharField()))


ENTERPRISES: Final = ListExport(
    "enterprises",
    "企业名单",
    columns_of(
        Enterprise,
        ("id", "编号"),
        ("name", "企业名称"),
        "uscc",
        "kind",
        ("jurisdiction__name", "管理单位"),
        "statutory_code",
        ("industry__code", "行业代码"),
        ("industry__name", "行业名称"),
        "size_class",
        "established_on",
        "status",
        "is_above_scale",
        Shown("当日称号", _held, "word", 40),
        Shown("当日最高层级", _highest, "word", 16),
        "tags",
        "created_at",
        "updated_at",
    ),
    TAKES_OUT,
)

CONTACTS: Final = ListExport(
    "contacts",
    "联系人",
    columns_of(
        Contact,
        *OF_ENTERPRISE,
        ("name", "联系人"),
        "post",
        Shown("联系电话（只显示后四位）", masked_phone("phone"), width=24),
        Shown("邮箱（部分隐去）", masked_email("email"), width=24),
        "is_primary",
        "ended_at",
    ),
    TAKES_OUT,
)

OWNERSHIP: Final = ListExport(
    "ownership-links",
    "股权与集团关系",
    columns_of(
        OwnershipLink,
        *OF_ENTERPRISE,
        "kind",
        "other_name",
        "other_uscc",
        "share_percent",
        "valid_from",
        Shown("终止日期（含）", last_day("valid_until"), "date", 14),
        "source",
    ),
    TAKES_OUT,
)

TERM: Final = (
    Shown("起始日期", first_day_of("during"), "date", 12),
    Shown("终止日期（含）", last_day_of("during"), "date", 14),
)

SCALES: Final = ListExport(
    "scale-statuses",
    "升规进限",
    columns_of(
        ScaleStatus,
        *OF_ENTERPRISE,
        ("kind", "规上类别"),
        "stage",
        "year",
        Shown("入库日期", first_day_of("during"), "date", 12),
        Shown("终止日期（含）", last_day_of("during"), "date", 14),
        "confirmed_by",
    ),
    TAKES_OUT,
)


def _place(slot: str) -> Case:
    """Its name where the enterprise's own unit has it; elsewhere only the code says which."""
    own = When(**{f"{slot}__jurisdiction_id": F("jurisdiction_id")}, then=F(f"{slot}__name"))
    return Case(own, default=known(F(f"{slot}__code")), output_field=CharField())


STANDING_PLACES: Final = ListExport(
    "enterprise-places",
    "企业位置",
    columns_of(
        EnterprisePlace,
        *OF_ENTERPRISE,
        *(Shown(str(kind.label), _place(slot), width=18) for slot, kind in SLOTS.items()),
        "wugu",
        "address",
        *TERM,
        "source",
    ),
    TAKES_OUT,
)

SIZES: Final = ListExport(
    "size-years",
    "年度划型",
    columns_of(SizeYear, *OF_ENTERPRISE, "year", "size_class", *TERM, "source"),
    TAKES_OUT,
)


def _told(viewing: Viewing, path: str) -> Case:
    """What a receiver learns only once the enterprise is his (see MoveRequest.tells)."""
    reach = viewing.reach
    open_to_me = Q(asked_by_receiver=False) | Q(state=MoveState.ACCEPTED)
    if reach.everywhere:
        open_to_me = ~Q(pk__in=())
    elif reach.jurisdiction_ids:
        open_to_me |= Q(from_jurisdiction_id__in=reach.jurisdiction_ids)
    return Case(When(open_to_me, then=path), default=Value(""), output_field=CharField())


MOVES: Final = ListExport(
    "move-requests",
    "迁移申请",
    columns_of(
        MoveRequest,
        ("id", "编号"),
        ("enterprise_name", "企业名称"),
        "uscc",
        Shown("移出单位", lambda viewing: _told(viewing, "from_jurisdiction__name")),
        ("to_jurisdiction__name", "接收单位"),
        "on",
        "reason",
        "state",
        "asked_by_receiver",
        "asked_by_name",
        "asked_at",
        Shown("办理人", lambda viewing: _told(viewing, "decided_by_name")),
        "decided_at",
        "decision_note",
    ),
    TAKES_OUT,
)
