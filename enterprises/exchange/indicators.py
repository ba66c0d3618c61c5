"""Figures of years, months and quarters, as ledgers and monitoring tables tell them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from django.db import models
from django.utils import timezone

from enterprises.actions import annual_indicators, period_indicators
from enterprises.actions.fact_lists import Saying
from enterprises.actions.facts import Replaced
from enterprises.actions.readings import contradictions, of_period, of_year, typed, values_of
from enterprises.choices import Honour, PeriodBasis, PeriodKind
from enterprises.exchange.dated import DatedLists, enterprise_of, labels
from enterprises.exchange.subject import PARSERS, enterprise
from enterprises.models import ANNUAL, PERIODIC, AnnualIndicators, Indicator, PeriodIndicators
from enterprises.rules.periods import Period, parse_period, plausible_year
from wuhan_smes.access import Capability, Reach
from wuhan_smes.errors import Fault, InputRefused
from wuhan_smes.exchange.kinds import Context, Field, Kind, Options, Row, kinds

BASES: Final[Options] = {
    **dict.fromkeys(("当月", "本月", "当季", "本季"), PeriodBasis.CURRENT),
    **dict.fromkeys(("累计", "1至本月累计", "年初至今"), PeriodBasis.CUMULATIVE),
}
CELLS: Final = "enterprises.rules.cells"


def type_of(indicator: Indicator) -> str:
    """How a cell of the column is read."""
    column = indicator.column
    if indicator.name in {"power", "valid_honours"}:
        return {"power": "energy", "valid_honours": "honours"}[indicator.name]
    if isinstance(column, models.DecimalField):
        return "money" if indicator.unit == "元" else "decimal"
    if isinstance(column, models.BooleanField):
        return "boolean"
    return "choice" if isinstance(column, models.CharField) else "integer"


def field_of(indicator: Indicator) -> Field:
    """The column of a list that tells an indicator; money carries the unit of its own header."""
    kind = type_of(indicator)
    label = indicator.label if kind == "money" else indicator.heading

    def options(_: Reach) -> Options:
        return {str(label): str(code) for code, label in indicator.column.flatchoices}

    return Field(indicator.name, label, kind, options=options if kind == "choice" else None)


class Annual(DatedLists[AnnualIndicators]):
    model = AnnualIndicators
    columns: Mapping[str, str] = {name: name for name in (*ANNUAL, "evidence", "as_of")}
    of_active = False

    def said(self, row: Row, context: Context, known: Any) -> Saying:
        year = plausible_year(int(row.values["year"]))
        if year > timezone.localdate(context.at).year:
            raise InputRefused(Fault("year", "in_the_future", "年度不能晚于今年"))
        values = _figures(self.model, row)
        if words := row.values.get("evidence"):
            values["evidence"] = words[:200]
        if day := row.values.get("as_of"):
            values["as_of"] = date.fromisoformat(day)
        source = context.source_of(row)
        return Saying(enterprise_of(row), date(year, 1, 1), values, {"year": year}, source)

    def faults(self, saying: Saying, before: AnnualIndicators | None) -> Iterable[Fault]:
        return contradictions(self.model, {**_known(before), **saying.values})

    def shown(self, column: str, value: Any, known: Any) -> str:
        if column == "valid_honours" and value is not None:
            return "、".join(Honour(code).label for code in value) or "无"
        return super().shown(column, value, known)

    def write(
        self, sayings: Sequence[Saying], context: Context
    ) -> Sequence[Replaced[AnnualIndicators] | None]:
        readings = [
            of_year(
                it.enterprise_id,
                it.key["year"],
                {name: value for name, value in it.values.items() if name in ANNUAL},
                source=it.source,
                **{n: it.values[n] for n in ("evidence", "as_of") if n in it.values},
            )
            for it in sayings
        ]
        return annual_indicators.record_set(readings, access=context.access, at=context.at)


class Monthly(DatedLists[PeriodIndicators]):
    model = PeriodIndicators
    columns: Mapping[str, str] = {name: name for name in (*PERIODIC, "evidence", "explanation")}
    of_active = False

    def said(self, row: Row, context: Context, known: Any) -> Saying:
        period = parse_period(row.values["period"])
        if period.first > timezone.localdate(context.at):
            raise InputRefused(Fault("period", "in_the_future", "期间不能晚于本月"))
        values = _figures(self.model, row)
        if words := row.values.get("evidence"):
            values["evidence"] = words[:200]
        if words := row.values.get("explanation"):
            values["explanation"] = words[:300]
        key = {"kind": period.kind.value, "basis": row.values["basis"]}
        source = context.source_of(row)
        return Saying(enterprise_of(row), period.first, values, key, source)

    def thread(self, saying: Saying) -> str:
        return f"{_period(saying)} {saying.key['basis']}"

    def write(
        self, sayings: Sequence[Saying], context: Context
    ) -> Sequence[Replaced[PeriodIndicators] | None]:
        readings = [
            of_period(
                it.enterprise_id,
                _period(it),
                it.key["basis"],
                {name: value for name, value in it.values.items() if name in PERIODIC},
                source=it.source,
                **{n: it.values[n] for n in ("evidence", "explanation") if n in it.values},
            )
            for it in sayings
        ]
        return period_indicators.record_set(readings, access=context.access, at=context.at)


def _figures(model: Any, row: Row) -> dict[str, Any]:
    """The figures a row tells, as the columns keep them; a row that tells none is refused."""
    columns = ANNUAL if model is AnnualIndicators else PERIODIC
    told = {name: value for name, value in row.values.items() if name in columns}
    if "valid_honours" in told:
        told["valid_honours"] = [code for code in told["valid_honours"].split(",") if code]
    if not told:
        raise InputRefused(Fault("", "nothing_said", "该行没有填写任何指标"))
    return typed(model, told)


def _known(row: AnnualIndicators | None) -> Mapping[str, Any]:
    return {} if row is None else values_of(row)


def _period(saying: Saying) -> Period:
    return Period(PeriodKind(saying.key["kind"]), saying.on)


def bases(_: Reach) -> Options:
    return {**labels(PeriodBasis), **BASES}


EVIDENCE: Final = Field("evidence", "佐证材料", example="2025 年度审计报告")
ANNUAL_LISTS: Final = Annual()
MONTHLY_LISTS: Final = Monthly()
kinds.add(
    Kind(
        name="annual_indicators",
        title="年度指标",
        purpose="登记企业年度经营、研发、知识产权等指标；空白为未知，不覆盖已登记的值",
        capability=Capability.INDICATOR_EDIT,
        fields=(
            Field("year", "年度", "year", True, True, example="2025"),
            *(field_of(it) for it in ANNUAL.values()),
            EVIDENCE,
            Field("as_of", "数据截止日", "date"),
        ),
        decide=ANNUAL_LISTS.decide,
        apply=ANNUAL_LISTS.apply,
        undo=ANNUAL_LISTS.undo,
        touched=ANNUAL_LISTS.touched,
        subject=enterprise,
        parsers={**PARSERS, "honours": f"{CELLS}:honours"},
    ),
    Kind(
        name="monthly_indicators",
        title="运行指标（月、季）",
        purpose="登记企业按月或按季的营收、利润、用工、用电等运行指标；空白为未知",
        capability=Capability.INDICATOR_EDIT,
        fields=(
            Field("period", "期间", "period", True, True, example="2026-03"),
            Field("basis", "口径", "choice", True, True, bases, example="当期"),
            *(field_of(it) for it in PERIODIC.values()),
            EVIDENCE,
            Field("explanation", "异动说明", example="上年同期停产检修"),
        ),
        decide=MONTHLY_LISTS.decide,
        apply=MONTHLY_LISTS.apply,
        undo=MONTHLY_LISTS.undo,
        touched=MONTHLY_LISTS.touched,
        subject=enterprise,
        parsers={
            **PARSERS,
            "period": f"{CELLS}:period",
            "energy": f"{CELLS}:energy",
        },
    ),
)
