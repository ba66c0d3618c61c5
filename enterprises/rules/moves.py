"""Who may decide on a move between units, and when."""

from datetime import date

from enterprises.rules.spans import DAY
from wuhan_smes.errors import ActionRefused, Fault, InputRefused, NotPermitted, TransitionRefused

PENDING = "pending"


class MoveRefused(ActionRefused):
    """The enterprise cannot change hands now."""

    code = "move_refused"


def require_pending(state: str) -> None:
    """Refuses deciding twice."""
    if state != PENDING:
        raise TransitionRefused("该迁移申请已办结，不能再次办理")


def require_side(*, covers: bool, sentence: str) -> None:
    """Refuses a person of the wrong side."""
    if not covers:
        raise NotPermitted(sentence)


def require_elsewhere(from_id: int, to_id: int) -> None:
    if from_id == to_id:
        raise MoveRefused("企业已由该单位管理，无需迁移")


def require_after(on: date, stay_began: date | None) -> None:
    """A stay lasts at least a day, so a move comes after the day the present stay began."""
    if stay_began is not None and on <= stay_began:
        earliest = stay_began + DAY
        detail = f"迁移日期须晚于现单位接管日期，最早为 {earliest}"
        raise InputRefused(Fault("on", "too_early", detail))
