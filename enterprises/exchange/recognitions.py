"""批次名单: who was given a title, or kept it, by a published list."""

from collections.abc import Mapping
from typing import Final

from enterprises.choices import ListOutcome
from enterprises.exchange.subject import PARSERS, enterprise
from enterprises.exchange.titles import (
    TITLE_FIELDS,
    applying,
    deciding,
    tiers,
    touched,
    undo,
)
from wuhan_smes.access import Capability, Reach
from wuhan_smes.exchange.choices import SourceRank
from wuhan_smes.exchange.kinds import Field, Kind, kinds

SECTIONS: Final[Mapping[str, Mapping[str, str]]] = {
    "新认定": {"outcome": "新认定"},
    "新增": {"outcome": "新认定"},
    "复核通过": {"outcome": "复核通过"},
    "复核": {"outcome": "复核通过"},
}


def outcomes(_: Reach) -> Mapping[str, str]:
    given = dict.fromkeys(("新认定", "认定", "新申报", "通过认定"), ListOutcome.GIVEN.value)
    return given | dict.fromkeys(("复核通过", "复核", "通过复核"), ListOutcome.PASSED.value)


kinds.add(
    Kind(
        name="recognitions",
        title="批次名单",
        purpose="登记公布名单上的称号：新认定的授予，复核通过的续期，已登记的核对",
        capability=Capability.TITLE_EDIT,
        fields=(
            Field("tier", "梯度", "choice", True, True, tiers, example="专精特新中小企业"),
            Field("outcome", "认定结果", "choice", options=outcomes, example="新认定"),
            Field("cert_no", "证书编号", example="HB2026-0001"),
            *TITLE_FIELDS,
            Field(
                "despite",
                "缺少前置称号时的认定依据",
                help_text="名录中没有前置称号而仍应认定的，写明依据",
            ),
        ),
        decide=deciding(only_known=False),
        apply=applying(only_known=False),
        undo=undo,
        touched=touched,
        subject=enterprise,
        rank=SourceRank.ANNOUNCEMENT,
        parsers=PARSERS,
        sections=SECTIONS,
    )
)
