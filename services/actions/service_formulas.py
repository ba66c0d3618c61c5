"""By which weights stations are assessed: data of the city, in editions."""

from datetime import date, datetime
from typing import Final

from django.db import transaction

from services.models import ServiceFormula
from services.rules import stations as rules
from services.rules.service_index import HUNDRED
from wuhan_smes.access import Access, Capability
from wuhan_smes.audit import trail
from wuhan_smes.errors import ActionRefused, Fault, InputRefused, NotPermitted
from wuhan_smes.in_line import stand_in_line

PARTS: Final = ("service", "satisfaction", "coverage")


@transaction.atomic
def set_formula(
    *,
    access: Access,
    at: datetime,
    effective_from: date,
    service: int,
    satisfaction: int,
    coverage: int,
    source: str,
) -> ServiceFormula:
    """Set the next edition of the weights, from a day on; what was worked out before stays by the
    editions of its days. Refuses weights that do not add up to 100.
    """
    if not access.reach(Capability.REFERENCE_EDIT).everywhere:
        raise NotPermitted("服务指数公式由市级统一维护")
    weights = {"service": service, "satisfaction": satisfaction, "coverage": coverage}
    if min(weights.values()) < 0 or sum(weights.values()) != HUNDRED:
        raise InputRefused(Fault("service", "not_100", "三项权重不能为负，合计须为 100"))
    source = rules.require_words("source", source, "请填写依据")
    stand_in_line("service formula")  # two who set it follow each other
    last = ServiceFormula.objects.order_by("-edition").first()
    if last is not None and effective_from <= last.effective_from:
        raise ActionRefused(f"已有自 {last.effective_from} 起施行的版次，新版须自其后的日期施行")
    made = ServiceFormula.objects.create(
        edition=1 if last is None else last.edition + 1,
        effective_from=effective_from,
        **weights,
        source=source[:200],
        set_by_name=access.actor_name[:150],
    )
    changes = {
        "effective_from": effective_from,
        **{name: [last and getattr(last, name), weights[name]] for name in PARTS},
    }
    trail.record("service_formula.set", made, access=access, at=at, changes=changes)
    return made
