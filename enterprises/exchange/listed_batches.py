"""The batches that rows of a list name: found, to be recorded with the list, or not to be had."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from enterprises.actions import batches
from enterprises.choices import ApplicationKind, ListOutcome, RecogniserLevel, Tier
from enterprises.models import RecognitionBatch, TierDefinition
from enterprises.rules.batches import read_batch
from enterprises.rules.spans import day_after
from wuhan_smes.access import Capability
from wuhan_smes.errors import Fault, InputRefused
from wuhan_smes.exchange.kinds import Context

RECOGNISERS: Final[Mapping[str, str]] = {
    RecogniserLevel.NATIONAL: "工业和信息化部",
    RecogniserLevel.PROVINCIAL: "湖北省经济和信息化厅",
    RecogniserLevel.MUNICIPAL: "武汉市经济和信息化局",
}
Key = tuple[str, str, int | None, str, str, str]


@dataclass(slots=True)
class Batches:
    """What is known of the batches of one portion. `record`: batches that are missing are made."""

    context: Context
    definitions: Mapping[str, TierDefinition]
    record: bool = False
    by_id: dict[int, RecognitionBatch] = field(default_factory=dict)
    _found: dict[Key, RecognitionBatch | None] = field(default_factory=dict)

    def of(self, values: Mapping[str, Any], outcome: ListOutcome) -> RecognitionBatch | None:
        """The batch a row names; none when it names none, or one still to be recorded.

        Raises InputRefused for one that can be neither found nor recorded.
        """
        text = values.get("batch") or ""
        if not text:
            return None
        day = values.get("announced_on") or ""
        key = (
            values["tier"],
            text,
            values.get("year"),
            _kind(values["tier"], outcome),
            day,
            values.get("recogniser") or "",
        )
        if key not in self._found:
            batch = self._find(key)
            if batch is None:
                wanted = self._wanted(key, values)
                batch = self._made(wanted) if self.record else None
            self._found[key] = batch
            if batch is not None:
                self.by_id[batch.pk] = batch
        return self._found[key]

    def _find(self, key: Key) -> RecognitionBatch | None:
        tier, text, year, kind, announced_on, recogniser = key
        ordinal, written = read_batch(text)
        rows = RecognitionBatch.objects.filter(tier=tier, kind=kind)
        if ordinal is not None:
            rows = rows.filter(ordinal=ordinal)
        if recogniser:
            rows = rows.filter(recogniser=recogniser)
        if (known := written or year) is not None:
            rows = rows.filter(year=known)
        found = list(rows.order_by("-year")[:3])
        if ordinal is None and len(found) != 1:
            detail = f"从“{text}”看不出是第几批，应形如“第八批”"
            raise InputRefused(Fault("batch", "unreadable", detail))
        if len(found) > 1 and announced_on:
            found = [it for it in found if str(it.year) == announced_on[:4]] or found
        if len(found) > 1:
            names = "、".join(f"“{it.name}”" for it in found)
            raise InputRefused(
                Fault("batch", "ambiguous", f"有几个这样的批次（{names}），请写明年度")
            )
        return found[0] if found else None

    def _wanted(self, key: Key, values: Mapping[str, Any]) -> dict[str, Any]:
        """The batch as it would be recorded. Refuses whoever may not, and what is not said."""
        tier, text, year, kind, announced_on, recogniser = key
        if not self.context.access.reach(Capability.TITLE_EDIT).everywhere:
            detail = f"批次“{text}”尚未登记，请市经信局先登记该批次，或去掉批次列"
            raise InputRefused(Fault("batch", "unknown", detail))
        if not announced_on or not values.get("valid_from"):
            detail = f"批次“{text}”尚未登记，登记它须写明公布日期与有效期"
            raise InputRefused(Fault("batch", "incomplete", detail))
        ordinal, written = read_batch(text)
        definition = self.definitions.get(tier)
        level = (definition.recogniser_level if definition else "") or RecogniserLevel.PROVINCIAL
        year = written or year or int(announced_on[:4])
        until = values.get("valid_to")
        label = Tier(tier).label
        return {
            "tier": tier,
            "kind": kind,
            "recogniser": recogniser or RECOGNISERS.get(level, RecogniserLevel(level).label),
            "recogniser_level": level,
            "ordinal": ordinal,
            "year": year,
            "name": text if len(text) > len("2026年第十二批") else f"{year}年第{ordinal}批{label}",
            "announced_on": date.fromisoformat(announced_on),
            "valid_from": date.fromisoformat(values["valid_from"]),
            "valid_until": day_after(date.fromisoformat(until)) if until else None,
            "document_no": values.get("document_no") or "",
            "source": self.context.source,
        }

    def _made(self, wanted: Mapping[str, Any]) -> RecognitionBatch:
        context = self.context
        return batches.record_published(access=context.access, at=context.at, **wanted)


def _kind(tier: str, outcome: ListOutcome) -> str:
    if tier == Tier.TECH_SME:
        return ApplicationKind.SELF_ASSESSMENT
    return ApplicationKind.NEW if outcome == ListOutcome.GIVEN else ApplicationKind.REVIEW
