"""复核结果: whose title was renewed, and whose ends because its review failed or never came."""

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

WORDS: Final[Mapping[ListOutcome, tuple[str, ...]]] = {
    ListOutcome.PASSED: ("通过", "复核通过", "合格", "是"),
    ListOutcome.FAILED: ("未通过", "不通过", "复核未通过", "不合格", "否"),
    ListOutcome.ABSENT: ("未参加", "未参加复核", "未申报", "未提交", "未申请"),
}
SECTIONS: Final[Mapping[str, Mapping[str, str]]] = {
    "未通过": {"outcome": "未通过"},
    "不通过": {"outcome": "未通过"},
    "未参加": {"outcome": "未参加"},
    "未提交": {"outcome": "未参加"},
}


def outcomes(_: Reach) -> Mapping[str, str]:
    return {word: outcome.value for outcome, words in WORDS.items() for word in words}


kinds.add(
    Kind(
        name="reviews",
        title="复核结果",
        purpose="登记复核结果：通过的续期，未通过或未参加的到期终止",
        capability=Capability.TITLE_EDIT,
        fields=(
            Field("tier", "梯度", "choice", True, True, tiers, example="专精特新中小企业"),
            Field("outcome", "复核结果", "choice", True, True, outcomes, example="通过"),
            Field("cert_no", "证书编号", example="HB2026-0001"),
            *TITLE_FIELDS,
        ),
        decide=deciding(only_known=True),
        apply=applying(only_known=True),
        undo=undo,
        touched=touched,
        subject=enterprise,
        rank=SourceRank.ANNOUNCEMENT,
        parsers=PARSERS,
        sections=SECTIONS,
    )
)
