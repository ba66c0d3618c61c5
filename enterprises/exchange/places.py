"""Where enterprises stand: street, park, building, cluster and the 五谷, by name or code."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.db.models import Q

from enterprises.actions.fact_lists import Saying, place_set
from enterprises.actions.facts import Replaced
from enterprises.choices import Wugu
from enterprises.exchange.dated import DatedLists, day_of, enterprise_of, labels
from enterprises.exchange.subject import PARSERS, enterprise
from enterprises.models import Enterprise, EnterprisePlace, Place
from enterprises.rules.register import SLOTS
from wuhan_smes.access import Capability, Reach
from wuhan_smes.errors import Fault, InputRefused
from wuhan_smes.exchange.kinds import Context, Field, Kind, Options, Row, kinds
from wuhan_smes.many_rows import among

WORDS: Final = ("wugu", "address")


class Names:
    """The places that a portion of rows names, and the units of its enterprises."""

    def __init__(self, rows: Sequence[Row]) -> None:
        words = {row.values[slot] for row in rows for slot in SLOTS if row.values.get(slot)}
        self.by_id: dict[int, str] = {}
        self.by_word: defaultdict[tuple[str, str], list[Place]] = defaultdict(list)
        for place in Place.objects.filter(Q(code__in=words) | Q(name__in=words)):
            self.by_id[place.pk] = place.name
            for word in {place.code, place.name}:
                self.by_word[(place.kind, word)].append(place)
        units = Enterprise.objects.filter(among("pk", {row.subject_id or 0 for row in rows}))
        self.units = dict(units.values_list("pk", "jurisdiction_id"))

    def find(self, slot: str, word: str, enterprise_id: int) -> int:
        """The place meant: one of the enterprise's own unit before one of another."""
        label = SLOTS[slot].label
        found = self.by_word[(SLOTS[slot], word)]
        unit = self.units.get(enterprise_id)
        meant = [it for it in found if it.jurisdiction_id == unit] or found
        if not meant:
            raise InputRefused(Fault(slot, "unknown", f"没有{label}“{word}”，请核对名称或先登记"))
        if len(meant) > 1:
            detail = f"有 {len(meant)} 个{label}叫“{word}”，请填写代码"
            raise InputRefused(Fault(slot, "ambiguous", detail))
        return meant[0].pk

    def name(self, pk: int) -> str:
        if pk not in self.by_id:
            self.by_id |= dict(Place.objects.values_list("pk", "name"))
        return self.by_id[pk]


class Places(DatedLists[EnterprisePlace]):
    model = EnterprisePlace
    columns: Mapping[str, str] = {
        **{f"{slot}_id": slot for slot in SLOTS},
        "wugu": "wugu",
        "address": "address",
    }

    def looked_up(self, rows: Sequence[Row], context: Context) -> Names:
        return Names(rows)

    def said(self, row: Row, context: Context, known: Any) -> Saying:
        about = enterprise_of(row)
        values: dict[str, Any] = {
            f"{slot}_id": known.find(slot, row.values[slot], about)
            for slot in SLOTS
            if row.values.get(slot)
        }
        values |= {name: row.values[name][:200] for name in WORDS if row.values.get(name)}
        if not values:
            raise InputRefused(Fault("", "nothing_said", "街道、园区、楼宇、集群、地址至少填一项"))
        on = day_of(row, "placed_on", context)
        return Saying(about, on, values, source=context.source_of(row))

    def shown(self, column: str, value: Any, known: Any) -> str:
        if value is not None and column.endswith("_id"):
            return str(known.name(value))
        return super().shown(column, value, known)

    def write(
        self, sayings: Sequence[Saying], context: Context
    ) -> Sequence[Replaced[EnterprisePlace] | None]:
        return place_set(sayings, access=context.access, at=context.at)


def wugu(_: Reach) -> Options:
    return labels(Wugu)


PLACES = Places()
kinds.add(
    Kind(
        name="places",
        title="企业位置",
        purpose="登记企业所在街道、园区、楼宇、集群和地址；没有填写的项保持原值",
        capability=Capability.REGISTER_EDIT,
        fields=(
            *(
                Field(slot, kind.label, help_text="名称或代码", example="关东街道")
                if slot == "street"
                else Field(slot, kind.label, help_text="名称或代码")
                for slot, kind in SLOTS.items()
            ),
            Field("wugu", "五谷", "choice", options=wugu, example="光谷"),
            Field("address", "地址", example="光谷大道 1 号"),
            Field(
                "placed_on",
                "起始日期",
                "first_day",
                help_text="空白按导入当日",
                example="2026-01-01",
            ),
        ),
        decide=PLACES.decide,
        apply=PLACES.apply,
        undo=PLACES.undo,
        touched=PLACES.touched,
        subject=enterprise,
        parsers=PARSERS,
    )
)
