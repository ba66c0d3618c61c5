"""Why somebody looks at what is shown in part: said each time, and kept in the trail."""

from typing import Final

from wuhan_smes.errors import Fault, InputRefused

MOST: Final = 200
# What people mostly look for; a page offers these, and any other words are as good.
USUAL: Final = ("电话联系", "核实登记信息", "预约走访", "回访诉求", "核查举报")


def reason_of(said: str) -> str:
    """The reason without its margins; refuses none."""
    if not said.strip():
        raise InputRefused(Fault("reason", "required", "请写明查看的事由，事由记入操作留痕"))
    return said.strip()[:MOST]
