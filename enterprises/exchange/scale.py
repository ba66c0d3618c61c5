"""升规进限: the statistics office's lists of who entered, stayed in or left its registers."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from django.utils import timezone

from enterprises.actions.fact_lists import Saying, scale_set
from enterprises.actions.facts import Replaced
from enterprises.choices import ScaleKind, ScaleStage
from enterprises.exchange.dated import DatedLists, day_of, enterprise_of, labels
from enterprises.exchange.subject import PARSERS, enterprise
from enterprises.models import ScaleStatus
from enterprises.rules import register
from wuhan_smes.access import Capability, Reach
from wuhan_smes.errors import Fault, InputRefused
from wuhan_smes.exchange.choices import SourceRank
from wuhan_smes.exchange.kinds import Context, Field, Kind, Options, Row, kinds

STAGES: Final[Options] = {
    **dict.fromkeys(("新增", "入库", "入规", "升规", "进限", "纳统", "新入库"), ScaleStage.ENTERED),
    **dict.fromkeys(("稳规", "在库", "在规", "保持"), ScaleStage.STAYED),
    **dict.fromkeys(("退库", "退规", "退出"), ScaleStage.LEFT),
    **dict.fromkeys(("临规", "培育", "准规上", "临界"), ScaleStage.POOL),
}
KINDS: Final[Options] = {
    **dict.fromkeys(("工业", "规模以上工业"), ScaleKind.INDUSTRIAL),
    **dict.fromkeys(("服务业", "规模以上服务业"), ScaleKind.SERVICE),
    **dict.fromkeys(("商贸", "批发零售", "批零住餐", "限额以上商贸"), ScaleKind.TRADE),
}


class Scales(DatedLists[ScaleStatus]):
    model = ScaleStatus
    columns: Mapping[str, str] = {"stage": "scale_stage", "confirmed_by": "confirmed_by"}

    def said(self, row: Row, context: Context, known: Any) -> Saying:
        stage = row.values["scale_stage"]
        values = {
            "stage": stage,
            "confirmed_by": register.checked_stage(stage, row.values.get("confirmed_by", ""))[:60],
        }
        key = {"kind": row.values["scale_kind"]}
        return Saying(enterprise_of(row), _day(row, context), values, key, context.source_of(row))

    def thread(self, saying: Saying) -> str:
        return f"{saying.key['kind']} {saying.on.year}"

    def write(
        self, sayings: Sequence[Saying], context: Context
    ) -> Sequence[Replaced[ScaleStatus] | None]:
        return scale_set(sayings, access=context.access, at=context.at)


def _day(row: Row, context: Context) -> date:
    """The day named, or the first of the year named."""
    if row.values.get("scale_on"):
        return day_of(row, "scale_on", context)
    if not row.values.get("year"):
        raise InputRefused(Fault("year", "required", "日期与年度至少填一项"))
    year = int(row.values["year"])
    if year > timezone.localdate(context.at).year:
        raise InputRefused(Fault("year", "in_the_future", "年度不能晚于今年"))
    return date(year, 1, 1)


def stages(_: Reach) -> Options:
    return {**labels(ScaleStage), **STAGES}


def scale_kinds(_: Reach) -> Options:
    return {**labels(ScaleKind), **KINDS}


SCALES = Scales()
kinds.add(
    Kind(
        name="scale_status",
        title="升规进限名单",
        purpose="登记统计部门确认的入规、稳规、退规企业和临规培育库",
        capability=Capability.REGISTER_EDIT,
        fields=(
            Field("scale_kind", "规上类别", "choice", True, True, scale_kinds, example="规上工业"),
            Field("scale_stage", "阶段", "choice", True, True, stages, example="已入规"),
            Field("year", "年度", "year", ask=True, example="2025"),
            Field("scale_on", "入库日期", "first_day", help_text="空白按年度首日"),
            Field(
                "confirmed_by",
                "确认单位",
                ask=True,
                help_text="入规、稳规、退规必填",
                example="市统计局",
            ),
        ),
        decide=SCALES.decide,
        apply=SCALES.apply,
        undo=SCALES.undo,
        touched=SCALES.touched,
        subject=enterprise,
        rank=SourceRank.STATISTICS,
        parsers=PARSERS,
        sections={
            "新增": {"scale_stage": "新增"},
            "退库": {"scale_stage": "退库"},
            "退规": {"scale_stage": "退规"},
            "临规": {"scale_stage": "临规"},
            "在库": {"scale_stage": "在库"},
        },
    )
)
