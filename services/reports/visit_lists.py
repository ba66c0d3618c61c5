"""Lists of visits as files: 走访台账."""

from typing import Final

from django.db.models import Case, CharField, F, Func, Value, When

from services.choices.visits import Purpose
from services.models import Visit, VisitLimits, VisitTemplate
from services.models.visit_facts import NOT_NEGATIVE
from wuhan_smes.access import Capability
from wuhan_smes.reporting.lists import ListExport, Shown, columns_of

# concat_ws passes over the purposes a visit has not.
PURPOSES: Final = Func(
    Value("、"),
    *(
        Case(
            When(purposes__contains=[purpose.value], then=Value(purpose.label)),
            output_field=CharField(),
        )
        for purpose in Purpose
    ),
    function="concat_ws",
    output_field=CharField(),
)
# Everybody who went, in the order they are named.
TEAM: Final = Func(
    F("pk"),
    template="""coalesce((
        SELECT string_agg(m.name || '（' || m.unit || '）', '、' ORDER BY m.ordinal)
          FROM services_visitmember m WHERE m.visit_id = %(expressions)s), '')""",
    output_field=CharField(),
)

VISITS: Final = ListExport(
    "visits",
    "走访台账",
    columns_of(
        Visit,
        ("id", "编号"),
        Shown("走访日期", "visited_on", "date", 12),
        "enterprise_name",
        ("jurisdiction__name", "管理单位"),
        "rank",
        ("station__name", "服务站"),
        ("specialist__name", "服务专员"),
        Shown("走访人员", TEAM, "text", 30),
        ("campaign__name", "专项行动"),
        "mode",
        "place",
        Shown("走访目的", PURPOSES, "word", 24),
        "received_name",
        "received_post",
        "summary",
        "intent_tier",
        "intent_gap",
        "facts_period",
        *NOT_NEGATIVE,
        "next_due_on",
        "confirmation",
        "confirmed_by",
        "recorded_at",
        "recorded_by_name",
        "late_reason",
        "again_reason",
        "historical",
        "voided_at",
        "void_reason",
        "external_no",
    ),
    Capability.VISIT_VIEW,
)

LIMITS: Final = ListExport(
    "visit-limits",
    "走访规则",
    columns_of(
        VisitLimits,
        "effective_from",
        "late_after_days",
        "backdating_days",
        "amend_days",
        "often_a_month",
        "photos",
        "photo_kilobytes",
        "source",
    ),
)

TEMPLATES: Final = ListExport(
    "visit-templates",
    "走访模板",
    columns_of(VisitTemplate, "code", "name", "purposes", "mode", "summary", "ended_on", "source"),
)
