"""口径 of what the board shows: what each of its figures counts, by which version."""

from collections.abc import Mapping
from typing import Final

from enterprises.reports.expiry import EXPIRY_TABLE
from enterprises.reports.tiers import TIER_TABLE
from measures.reports.money_summary import MONEY_TABLE
from measures.reports.targets import TARGET_GLIDE
from wuhan_smes.reporting.catalogue import Definition

TIERS: Final = TIER_TABLE.definition
ENDING: Final = EXPIRY_TABLE.definition
GLIDE: Final = TARGET_GLIDE.definition
MONEY: Final = MONEY_TABLE.definition
TICKETS: Final = Definition(
    1,
    "现在尚未销号的问题，按所处步骤、所在责任方各计一次；逾期为已过当前最早的时限，将到期为已到提醒时间，"
    "挂起期间两者都不计。",
)
COVERAGE: Final = Definition(
    1,
    "包联为当日由服务站牵头包联的企业，按包联时的管理单位；已走访为本站有过未作废走访的；"
    "超期为按走访间隔（或上次约定的日子）应访而未访。户次为走访次数，户为去重企业数。",
)
# For the pages that begin with the ladder.
FIRST_VIEW: Final[Mapping[str, Definition]] = {
    "tiers": TIERS,
    "ending": ENDING,
    "tickets": TICKETS,
}
# What the guide tells of those that no report declares.
OF_THE_BOARD: Final = (("问题办理", TICKETS), ("走访覆盖", COVERAGE))
