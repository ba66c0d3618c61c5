"""简单更名: lists of former and new names."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import connection

from enterprises.actions.fact_lists import Saying, begins_nothing, rename_set
from enterprises.actions.facts import Replaced
from enterprises.exchange.dated import DatedLists, day_of, enterprise_of
from enterprises.exchange.subject import PARSERS, EnterpriseSubject
from enterprises.models import Enterprise, EnterpriseName
from enterprises.rules import register
from wuhan_smes.access import Capability
from wuhan_smes.errors import Fault, InputRefused
from wuhan_smes.exchange.kinds import Context, Field, Kind, Row, kinds
from wuhan_smes.many_rows import among

FORMER = "UPDATE {} SET \"values\" = \"values\" || jsonb_build_object('name', \"values\" ->> 'old_name') WHERE \"values\" ->> 'old_name' <> ''"  # noqa: E501


class RenamedEnterprise(EnterpriseSubject):
    """An enterprise that a list names as it was called before."""

    fields: Sequence[Field] = (
        *EnterpriseSubject.fields,
        Field("old_name", "原企业名称", "name", example="武汉示例光电科技有限公司"),
    )

    def match(self, staged: str, matched: str, context: Context) -> None:
        with connection.cursor() as cursor:
            cursor.execute(FORMER.format(staged))
        super().match(staged, matched, context)


class Renames(DatedLists[EnterpriseName]):
    model = EnterpriseName
    columns: Mapping[str, str] = {"name": "new_name", "document_no": "document_no"}

    def looked_up(self, rows: Sequence[Row], context: Context) -> Mapping[int, date | None]:
        """When each enterprise was founded."""
        found = Enterprise.objects.filter(among("pk", {row.subject_id or 0 for row in rows}))
        return dict(found.values_list("pk", "established_on"))

    def said(self, row: Row, context: Context, known: Any) -> Saying:
        enterprise, on = enterprise_of(row), day_of(row, "renamed_on", context)
        founded = known.get(enterprise)
        if founded is not None and on < founded:
            detail = f"更名日期不能早于成立日期（{founded}）"
            raise InputRefused(Fault("renamed_on", "too_early", detail))
        values = {"name": _checked(row.values["new_name"])}
        if number := row.values.get("document_no"):
            values["document_no"] = number[:60]
        return Saying(enterprise, on, values, source=context.source_of(row))

    def _changes(
        self, saying: Saying, before: EnterpriseName | None, known: Any
    ) -> dict[str, list[str]]:
        if begins_nothing(saying, before, saying.values["name"]):
            return {}
        return super()._changes(saying, before, known)

    def write(
        self, sayings: Sequence[Saying], context: Context
    ) -> Sequence[Replaced[EnterpriseName] | None]:
        return rename_set(sayings, access=context.access, at=context.at)


def _checked(text: str) -> str:
    try:
        return register.checked_name(text)
    except InputRefused as refusal:
        fault = refusal.faults[0]
        raise InputRefused(Fault("new_name", fault.code, fault.detail)) from None


RENAMES = Renames()
kinds.add(
    Kind(
        name="renames",
        title="企业更名",
        purpose="按更名名单登记新名称；原名称仍可检索，称号不受影响",
        capability=Capability.REGISTER_EDIT,
        fields=(
            Field("new_name", "现企业名称", "name", True, example="武汉示例光电股份有限公司"),
            Field("renamed_on", "更名日期", "date", True, True, example="2026-02-01"),
            Field("document_no", "文号", "doc_no", example="鄂市监变〔2026〕1号"),
        ),
        decide=RENAMES.decide,
        apply=RENAMES.apply,
        undo=RENAMES.undo,
        touched=RENAMES.touched,
        subject=RenamedEnterprise(),
        parsers=PARSERS,
    )
)
