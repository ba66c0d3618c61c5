"""Programmes of the invented city, samples with invented amounts, and who is owed by them.

The finder itself finds: what the city shows is what the product would say of such a city.
"""

from datetime import date, datetime
from typing import Any, Final

from django.utils import timezone

from measures.actions import finding
from measures.choices import (
    DocumentKind,
    DocumentLevel,
    DocumentStatus,
    EvidenceKind,
    Gate,
    Mode,
    OncePer,
    PayeeKind,
    ProgrammeState,
)
from measures.models import (
    Entitlement,
    Matter,
    PolicyDocument,
    Programme,
    ProgrammeEvidence,
    ProgrammeInstalment,
    ProgrammeShare,
)
from wuhan_smes.access import Access
from wuhan_smes.accounts.models import User
from wuhan_smes.operations.demo import money, paid_before
from wuhan_smes.operations.demo.rounds import TODAY

CODE: Final = "sample-"
SINCE: Final = date(2024, 1, 1)
NOTE: Final = "示例项目：金额为虚构，只供演示"
GIANT: Final = {"events": [{"event": "title_gained", "tiers": ["little_giant"]}]}
SCALE: Final = {
    "events": [{"event": "scale_entered", "scales": ["industrial"], "first_time": True}]
}
# Code, title, matter, level, conditions, amount in 元 (None: 未明确), second-year check, evidence.
SAMPLES: Final = (
    ("giant-city", "小巨人认定奖励（示例，市级）", "giant", "municipal", GIANT, "300000", None, ()),
    ("giant-area", "小巨人认定奖励（示例，区级）", "giant", "district", GIANT, "200000", None, ()),
    (
        "scale",
        "工业企业进规奖励（示例）",
        "scale",
        "municipal",
        SCALE,
        "100000",
        {"lasting": "scale", "years": 1, "month": 3, "day": 31},
        ("paper",),
    ),
    (
        "champion",
        "单项冠军奖励（示例）",
        "champion",
        "municipal",
        {"events": [{"event": "title_gained", "tiers": ["champion"]}]},
        None,
        None,
        (),
    ),
)
MATTERS: Final = {
    "giant": ("小巨人认定（示例）", OncePer.LIFETIME),
    "scale": ("首次进规（示例）", OncePer.LIFETIME),
    "champion": ("单项冠军认定（示例）", OncePer.LIFETIME),
}


def settle(*, at: datetime) -> int:
    """Put the samples into force, look for who is owed and pay some of it; how many lines there
    are.
    """
    document = _document()
    matters = {key: _matter(key, *words) for key, words in MATTERS.items()}
    eyes = _eyes(at)
    made = [_programme(words, matters, document, eyes) for words in SAMPLES]
    access = Access.of_system("示例城市")
    for row in {one.matter_id: one for one in made}.values():
        finding.find(row.pk, access=access, at=at, on=max(TODAY, timezone.localdate(at)))
    money.settle(made[0], at=at)
    paid_before.tell(access, at)
    return Entitlement.objects.filter(programme__in=made).count()


def _document() -> PolicyDocument:
    row, _ = PolicyDocument.objects.get_or_create(
        code=f"{CODE}rule",
        defaults={
            "title": "奖补资金管理办法（示例）",
            "level": DocumentLevel.MUNICIPAL,
            "kind": DocumentKind.RULE,
            "status": DocumentStatus.IN_FORCE,
            "effective_from": SINCE,
            "note": NOTE,
        },
    )
    return row


def _matter(key: str, title: str, once_per: OncePer) -> Matter:
    row, _ = Matter.objects.get_or_create(
        code=f"{CODE}{key}", defaults={"title": title, "once_per": once_per, "note": NOTE}
    )
    return row


def _programme(
    words: tuple[Any, ...],
    matters: dict[str, Matter],
    document: PolicyDocument,
    eyes: dict[str, Any],
) -> Programme:
    code, title, matter, level, eligibility, amount, deferral, papers = words
    found = Programme.objects.filter(code=f"{CODE}{code}").order_by("-edition").first()
    if found is not None:
        return found
    row = Programme.objects.create(
        code=f"{CODE}{code}",
        title=title,
        matter=matters[matter],
        once_per=matters[matter].once_per,
        document=document,
        mode=Mode.MATCHED,
        level=level,
        payee_kind=PayeeKind.ENTERPRISE,
        eligibility=eligibility,
        amount_rule=None if amount is None else {"kind": "fixed", "amount": amount},
        deferral=deferral,
        is_sample=True,
        note=NOTE,
    )
    ProgrammeShare.objects.create(programme=row, level=level, percent=100)
    for ordinal, percent in ((1, 60), (2, 40)) if code == "giant-city" else ():
        ProgrammeInstalment.objects.create(
            programme=row,
            ordinal=ordinal,
            percent=percent,
            gate=Gate.PERFORMANCE if ordinal > 1 else Gate.NONE,
            after_months=12 * (ordinal - 1),
        )
    for paper in papers:
        ProgrammeEvidence.objects.create(
            programme=row, code=paper, kind=EvidenceKind.PAPER, title="承诺书"
        )
    for name, value in {**eyes, "state": ProgrammeState.IN_FORCE, "valid_from": SINCE}.items():
        setattr(row, name, value)
    row.save()
    return row


def _eyes(at: datetime) -> dict[str, Any]:
    """Two of the demo's people, as for any programme."""
    people = dict(
        User.objects.filter(username__in=("bureau", "bureau_lead")).values_list("username", "pk")
    )
    moment = timezone.localtime(at)
    return {
        "proposed_by_id": people["bureau"],
        "proposed_by_name": "市经信局",
        "proposed_at": moment,
        "approved_by_id": people["bureau_lead"],
        "approved_by_name": "市经信局负责人",
        "approved_at": moment,
    }
