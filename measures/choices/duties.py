"""The vocabularies of commitments and their progress."""

from django.db import models


class Rhythm(models.TextChoices):
    """When something of a clause has to be there."""

    BY_DUE = "by_due", "到期完成"
    YEARLY = "yearly", "每年"
    ONGOING = "ongoing", "持续推进"


class ProgressState(models.TextChoices):
    """An entry goes to the bureau, which takes it or gives it back with a reason."""

    SUBMITTED = "submitted", "已报送"
    RETURNED = "returned", "已退回"
    ACCEPTED = "accepted", "已审核"


class DutyLight(models.TextChoices):
    """Worked out, never kept."""

    RED = "red", "红灯：逾期未报"
    AMBER = "amber", "黄灯：待报送或待审核"
    GREEN = "green", "绿灯：本季已审核"
    GREY = "grey", "未启动"

    @property
    def tone(self) -> str:
        """How a badge of this light is coloured."""
        return {"red": "bad", "amber": "warn", "green": "good"}.get(self.value, "")
