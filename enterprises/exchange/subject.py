"""The enterprise as the subject of a list: how a row names it, whom it may mean, what of it is
shown beside the row.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from django.utils import timezone

from enterprises.choices import EnterpriseStatus, Tier
from enterprises.exchange import matching
from enterprises.exchange.lookalikes import LOOKED_AT, likeness, lookalikes
from enterprises.models import Enterprise, EnterpriseName
from enterprises.queries import search
from enterprises.queries.highest import held_on
from enterprises.rules.names import normalise_name
from wuhan_smes.access import Capability, Reach
from wuhan_smes.exchange.kinds import Candidate, Context, Field

PARSERS: Final = {"uscc": "enterprises.rules.cells:uscc"}
SHOWN_FORMER: Final = 3
SHOWN_FOUND: Final = 8


class EnterpriseSubject:
    """Enterprises within reach of whoever imports."""

    name = matching.SUBJECT
    label = "企业"
    fields: Sequence[Field] = (
        Field("name", "企业名称", "name", example="武汉示例光电科技有限公司"),
        Field("uscc", "统一社会信用代码", "uscc", example="91420100MAXX00015X"),
    )

    def match(self, staged: str, matched: str, context: Context) -> None:
        matching.match(staged, matched, context)

    def candidates(self, values: Mapping[str, Any], context: Context) -> list[Candidate]:
        """The ten most alike, each with the reason it is proposed for."""
        found = lookalikes(values, reach=_reach(context))
        shown = self.shown([it.enterprise_id for it in found], context)
        return [
            Candidate(it.enterprise_id, it.score, it.why, shown[it.enterprise_id])
            for it in found
            if it.enterprise_id in shown
        ]

    def find(self, text: str, context: Context) -> list[Candidate]:
        """As the list of enterprises finds them; the names most like the words come first."""
        ids = search.find(text, reach=_reach(context), limit=LOOKED_AT).ids
        key = normalise_name(text)
        found = [
            (likeness(key, normalise_name(facts["企业名称"])), Candidate(pk, 0, "", facts))
            for pk, facts in self.shown(ids, context).items()
        ]
        found.sort(key=lambda it: (-it[0], it[1].subject_id))
        return [candidate for _, candidate in found[:SHOWN_FOUND]]

    def key_of(self, values: Mapping[str, Any]) -> str:
        return matching.key_of(values.get("uscc") or "", values.get("name") or "")

    def shown(self, ids: Iterable[int], context: Context) -> dict[int, Mapping[str, str]]:
        reach, wanted = _reach(context), list(ids)
        rows = Enterprise.objects.within(reach).for_list().filter(pk__in=wanted)
        former = _former_names(wanted, reach)
        held = held_on(timezone.localdate(context.at), wanted, reach=reach)
        return {
            it.pk: {
                "企业名称": it.name,
                "统一社会信用代码": it.uscc or "",
                "管理单位": it.jurisdiction.name,
                "状态": EnterpriseStatus(it.status).label,
                "成立日期": str(it.established_on or ""),
                "行业": str(it.industry or ""),
                "曾用名": "、".join(former.get(it.pk, ())),
                "现有称号": "、".join(Tier(t.tier).label for t in held.get(it.pk, ())),
            }
            for it in rows
        }


def _former_names(ids: Sequence[int], reach: Reach) -> dict[int, list[str]]:
    rows = EnterpriseName.objects.within(reach).current().filter(enterprise_id__in=ids)
    found: dict[int, list[str]] = {}
    past = rows.filter(during__upper_inf=False).order_by("-during")
    for pk, name in past.values_list("enterprise_id", "name"):
        found.setdefault(pk, []).append(name)
    return {pk: names[:SHOWN_FORMER] for pk, names in found.items()}


def _reach(context: Context) -> Reach:
    access = context.access
    looks = Capability.REGISTER_VIEW
    return access.reach(looks) if access.holds(looks) else access.total_reach()


enterprise: Final = EnterpriseSubject()
