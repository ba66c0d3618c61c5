"""The figures a reply may quote, and what each comes to on its day."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Final

from enterprises.choices import Tier
from enterprises.models import ReportedFigure
from enterprises.queries.computed import TIER_HOLDERS, Computed, computations
from measures.models import Proposal
from measures.queries.records import named
from measures.rules.references import Quoted, Reference, references
from wuhan_smes.access import Reach

HOLDERS: Final = "当日持有有效称号的企业"
REPORTED: Final = "reported:"


@dataclass(frozen=True, slots=True)
class Quotable:
    """One figure that can be referred to by its name."""

    name: str
    label: str
    unit: str
    definition: str


def quotable() -> list[Quotable]:
    """Every figure a reply may refer to: tiers, records, what other figures are computed by, and
    figures documents reported.
    """
    found = {f"{TIER_HOLDERS}:{tier.value}": _tier(tier) for tier in Tier}
    rows = ReportedFigure.objects.order_by("display_order", "id")
    for row in rows:
        name = row.computed_by
        if name and name not in found and named(name) is None:
            found[name] = Quotable(name, row.label, row.unit, row.basis_note)
    for name in sorted(computations()):
        record = named(name)
        if record is not None:
            model, count = record
            title = f"台账“{model._meta.verbose_name}”：{count.definition}"
            found[name] = Quotable(name, count.label, count.unit, title)
    for row in rows:
        name = f"{REPORTED}{row.code}"
        day = row.as_of or row.stated_on
        said = f"{row.document}{row.clause}公布数（{day}）"
        found[name] = Quotable(name, f"{row.label}（公布数）", row.unit, said)
    return list(found.values())


def quoted(wanted: Iterable[Reference], *, of: Proposal, reach: Reach) -> dict[str, Quoted]:
    """What can be told now, by the text of its reference: counted within the place the reply
    speaks of, and only for who reaches all of it.
    """
    whole = of.jurisdiction.parent_id is None
    if not (reach.everywhere if whole else reach.covers(of.jurisdiction_id)):
        return {}
    counted = Computed(reach if whole else Reach(frozenset({of.jurisdiction_id})))
    known = {it.name: it for it in quotable()}
    place = of.jurisdiction.name
    found = {}
    for it in wanted:
        figure = known.get(it.name)
        if figure is None:
            continue
        value = _value(it, counted)
        found[it.text] = Quoted(
            it.text,
            figure.label,
            value,
            figure.unit,
            it.on.isoformat(),
            figure.definition
            if it.name.startswith(REPORTED)
            else f"{place}，{figure.definition or counted.basis(it.name)}",
        )
    return found


def now(proposal: Proposal, *, reach: Reach) -> dict[str, Quoted]:
    """The figures of a reply: as frozen at its approval, else as they are counted now."""
    if proposal.approved_at is not None:
        return {it["reference"]: Quoted(**it) for it in proposal.figures}
    return quoted(references(proposal.reply), of=proposal, reach=reach)


def frozen(found: Sequence[Quoted]) -> list[dict[str, str]]:
    """As the row keeps them."""
    return [asdict(it) for it in found]


def _value(it: Reference, counted: Computed) -> str:
    if it.name.startswith(REPORTED):
        row = ReportedFigure.objects.get(code=it.name.removeprefix(REPORTED))
        return f"{row.value.normalize():f}"
    return str(counted.value(it.name, it.on))


def _tier(tier: Tier) -> Quotable:
    return Quotable(f"{TIER_HOLDERS}:{tier.value}", tier.label, "家", HOLDERS)
