"""From the values of a row to what it says of an enterprise, and what of that is new."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from enterprises.actions.amending import Amendment, differing
from enterprises.actions.registering import Entry, Gate
from enterprises.choices import SizeClass
from enterprises.exchange.dated import day_of
from enterprises.exchange.words import Industries, kind_of, tags_of
from enterprises.models import Enterprise, EnterpriseName
from enterprises.rules import register
from enterprises.rules.names import normalise_name
from wuhan_smes.access import Capability
from wuhan_smes.accounts.models import Jurisdiction
from wuhan_smes.errors import Fault, InputRefused
from wuhan_smes.exchange.kinds import Context, Row
from wuhan_smes.many_rows import among

Changes = dict[str, list[object]]


@dataclass(slots=True)
class Reading:
    """Reads the rows of one portion against what is known of their enterprises."""

    context: Context
    units: Mapping[str, Jurisdiction]
    industries: Industries
    known: Mapping[int, Enterprise] = field(default_factory=dict)
    names: Mapping[int, set[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Sequence[Row], context: Context) -> "Reading":
        ids = {row.subject_id for row in rows if row.subject_id is not None}
        reach = context.access.reach(Capability.REGISTER_EDIT)
        found = (
            Enterprise.objects.within(reach).filter(among("pk", ids)).select_related("jurisdiction")
        )
        names: dict[int, set[str]] = {}
        borne = EnterpriseName.objects.within(reach).current().filter(among("enterprise_id", ids))
        for pk, name in borne.values_list("enterprise_id", "name"):
            names.setdefault(pk, set()).add(normalise_name(name))
        units = {it.code: it for it in Jurisdiction.objects.managing()}
        return cls(context, units, Industries(), {it.pk: it for it in found}, names)

    def entry(self, row: Row, where: str) -> Entry:
        """An enterprise nobody registered yet. Raises InputRefused for what is not said."""
        values = row.values
        uscc = values.get("uscc") or ""
        if not uscc:
            raise InputRefused(Fault("uscc", "required", "登记新企业须填写统一社会信用代码"))
        if not values.get("name"):
            raise InputRefused(Fault("name", "required", "登记新企业须填写企业名称"))
        industry = values.get("industry")
        return Entry(
            name=values["name"],
            uscc=uscc,
            jurisdiction_id=self._unit(values),
            on=day_of(row, "on", self.context),
            kind=kind_of(uscc),
            industry_id=self.industries.of(industry) if industry else None,
            established_on=_date(values.get("established_on")),
            statutory_code="",
            tags=tags_of(values.get("tags") or ""),
            size_class=values.get("size") or "",
            source=self.context.source_of(row)[:200],
            where=where,
        )

    def amendment(self, row: Row, where: str) -> Amendment:
        """What the row says of the enterprise it was matched to. Raises InputRefused where that
        is not for this kind of list to say.
        """
        values, it = row.values, self._known(row)
        self._require_same(values, it)
        columns: dict[str, Any] = {}
        if values.get("established_on"):
            columns["established_on"] = _date(values["established_on"])
        if tags := tags_of(values.get("tags") or ""):
            columns["tags"] = list(dict.fromkeys([*it.tags, *tags]))
        industry = values.get("industry")
        return Amendment(
            it.pk,
            day_of(row, "on", self.context),
            columns,
            self.industries.of(industry) if industry else None,
            values.get("size") or "",
            self.context.source_of(row)[:200],
            where,
        )

    def changes(self, said: Amendment, also: Changes) -> Changes:
        """What would be different afterwards, as people read it, with what is new besides.

        An enterprise that left business may be told what is known of it, and nothing else.
        """
        it = self.known[said.enterprise_id]
        told: Changes = {}
        for name, after in differing(said, it).items():
            before = getattr(it, name)
            told[name] = (
                ["、".join(before), "、".join(after)] if name == "tags" else [before, after]
            )
        if said.industry_id not in (None, it.industry_id):
            codes = self.industries.codes
            told["industry"] = [codes.get(it.industry_id or 0, ""), codes[said.industry_id or 0]]
        if said.size_class not in ("", it.size_class):
            before = SizeClass(it.size_class).label if it.size_class else ""
            told["size"] = [before, SizeClass(said.size_class).label]
        told |= also
        if told:
            register.require_active(it.status)
        return told

    def shown(self, entry: Entry) -> Changes:
        """A new enterprise as people read it."""
        unit = next(it for it in self.units.values() if it.pk == entry.jurisdiction_id)
        told: Changes = {
            "name": ["", entry.name],
            "uscc": ["", entry.uscc],
            "district": ["", unit.name],
            "on": ["", entry.on],
        }
        if entry.industry_id is not None:
            told["industry"] = ["", self.industries.codes[entry.industry_id]]
        if entry.size_class:
            told["size"] = ["", SizeClass(entry.size_class).label]
        if entry.established_on is not None:
            told["established_on"] = ["", entry.established_on]
        if entry.tags:
            told["tags"] = ["", "、".join(entry.tags)]
        return told

    def gate(self, entries: Sequence[Entry]) -> Gate:
        return Gate.of(entries, self.context.access, self.context.at)

    def _known(self, row: Row) -> Enterprise:
        found = self.known.get(row.subject_id or 0)
        if found is None:
            raise InputRefused(Fault("", "out_of_reach", "企业不在您的管理范围内，不能修改"))
        return found

    def _require_same(self, values: Mapping[str, Any], it: Enterprise) -> None:
        """A new name and a move have lists, days and documents of their own."""
        name, unit = values.get("name") or "", values.get("district")
        if name and normalise_name(name) not in self.names.get(it.pk, set()):
            detail = f"登记名称为“{it.name}”，如已更名请用“更名”名单办理"
            raise InputRefused(Fault("name", "renamed", detail))
        if unit and unit != it.jurisdiction.code:
            detail = f"登记的管理单位为“{it.jurisdiction.name}”，如已迁移请用“迁移”名单办理"
            raise InputRefused(Fault("district", "moved", detail))

    def _unit(self, values: Mapping[str, Any]) -> int:
        """The unit the row names, else the one that imports."""
        if code := values.get("district"):
            return self.units[code].pk
        own = self.context.jurisdiction_id
        if any(it.pk == own for it in self.units.values()):
            return own
        raise InputRefused(Fault("district", "required", "请填写所在区（管理单位）"))


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
