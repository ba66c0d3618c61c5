"""How a ticket stands against its limits: red, amber, green; grey while they are paused."""

from datetime import datetime
from enum import StrEnum
from typing import Final


class Light(StrEnum):
    RED = "red"
    AMBER = "amber"
    GREEN = "green"
    PAUSED = "paused"
    NONE = "none"

    @property
    def label(self) -> str:
        return LABELS[self]


LABELS: Final = {
    Light.RED: "已逾期",
    Light.AMBER: "临期",
    Light.GREEN: "时限内",
    Light.PAUSED: "时限暂停",
    Light.NONE: "无时限",
}


def light(
    due_at: datetime | None,
    warn_at: datetime | None,
    paused_at: datetime | None,
    at: datetime,
) -> Light:
    """By the earliest of the running limits."""
    if paused_at is not None:
        return Light.PAUSED
    if due_at is None:
        return Light.NONE
    if due_at < at:
        return Light.RED
    return Light.AMBER if warn_at is not None and warn_at <= at else Light.GREEN
