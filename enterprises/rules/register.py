"""What the register allows: who may stand in it, in which state what may still be done."""

from datetime import date
from typing import Final

from enterprises.choices import EnterpriseKind, EnterpriseStatus, PlaceKind, ScaleStage, StayCause
from enterprises.rules.names import clean_name
from enterprises.rules.uscc import require_uscc
from wuhan_smes.errors import ActionRefused, Fault, InputRefused, TransitionRefused

NAME_LENGTH: Final = range(2, 201)
TAG_LENGTH: Final = range(1, 31)
MOST_TAGS: Final = 20
LEAVING: Final = {
    EnterpriseStatus.DEREGISTERED: StayCause.DEREGISTERED,
    EnterpriseStatus.MOVED_OUT: StayCause.MOVED_OUT,
}
# Where somebody may still stand in the lists: a registration taken back stands in none.
LISTED: Final = tuple(it for it in EnterpriseStatus if it is not EnterpriseStatus.VOIDED)
SLOTS: Final = {
    "street": PlaceKind.STREET,
    "park": PlaceKind.PARK,
    "building": PlaceKind.BUILDING,
    "cluster": PlaceKind.CLUSTER,
}


class UsccRegistered(ActionRefused):
    """The code stands in the register already, within the asker's reach."""

    code = "uscc_registered"


class UsccRegisteredElsewhere(ActionRefused):
    """The code stands in the register of a unit that is not named."""

    code = "uscc_registered_elsewhere"


def checked_uscc(text: str | None, kind: str) -> str | None:
    """The code to store; only a team may have none."""
    if text:
        return require_uscc(text)
    if kind == EnterpriseKind.TEAM:
        return None
    raise InputRefused(Fault("uscc", "required", "除团队外，请填写统一社会信用代码"))


def checked_name(text: str) -> str:
    """The name to store, fit for print."""
    name = clean_name(text)
    if len(name) not in NAME_LENGTH:
        raise InputRefused(Fault("name", "length", "企业名称应为 2 至 200 个字"))
    return name


def checked_tags(tags: list[str]) -> list[str]:
    """Tags in their order, folded, each once."""
    clean = list(dict.fromkeys(clean_name(tag) for tag in tags))
    if len(clean) > MOST_TAGS or any(len(tag) not in TAG_LENGTH for tag in clean):
        raise InputRefused(Fault("tags", "length", "标签最多 20 个，每个 1 至 30 个字"))
    return clean


def require_active(status: str) -> None:
    """Refuses what can only be done to an enterprise in business."""
    if status != EnterpriseStatus.ACTIVE:
        label = EnterpriseStatus(status).label
        raise TransitionRefused(f"企业{label}，须先恢复在营才能办理")


def require_gone(status: str) -> None:
    """Refuses reviving what is in business, or was never to be in the register."""
    if status == EnterpriseStatus.ACTIVE:
        raise TransitionRefused("企业已是在营状态，无需恢复")
    if status == EnterpriseStatus.VOIDED:
        raise TransitionRefused("企业登记已撤销，请重新登记")


def require_not_merged(status: str, merged_into: int | None) -> None:
    """Refuses changing a row that now lives on in another."""
    if status == EnterpriseStatus.MERGED:
        sentence = "企业已并入其他企业，请在并入后的企业上办理；如合并有误，请先撤销合并"
        raise TransitionRefused(sentence, merged_into=merged_into)


def require_not_before(on: date, start: date | None, *, what: str) -> None:
    """Refuses a day before what it would change had begun."""
    if start is not None and on < start:
        raise InputRefused(Fault("on", "too_early", f"日期不能早于{what}（{start}）"))


def checked_stage(stage: str, confirmed_by: str) -> str:
    """Only the statistics office's word makes an enterprise 规上; a pool needs none."""
    if stage != ScaleStage.POOL and not confirmed_by.strip():
        raise InputRefused(Fault("confirmed_by", "required", "入规、稳规、退规须写明确认单位"))
    return confirmed_by.strip()
