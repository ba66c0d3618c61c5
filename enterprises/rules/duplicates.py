"""How strongly each likeness speaks for two rows being one subject."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from enterprises.choices import DuplicateReason, DuplicateState
from wuhan_smes.errors import TransitionRefused

WEIGHTS: Final[Mapping[DuplicateReason, int]] = MappingProxyType(
    {
        DuplicateReason.SAME_ORGANISATION: 70,
        DuplicateReason.SAME_NAME: 60,
        DuplicateReason.FORMER_NAME: 45,
        DuplicateReason.SAME_PHONE: 30,
        DuplicateReason.SIMILAR_NAME: 25,
        DuplicateReason.NEAR_CODE: 20,
    }
)
# Two names are alike when this share of their pairs of characters is common to both.
ALIKE: Final = 0.7
# A number that more enterprises give is an agent's; a pair of characters in more names says little.
MOST_SHARING_A_PHONE: Final = 5
MOST_SHARING_A_GRAM: Final = 200


def require_open(state: str) -> None:
    """Refuses deciding twice."""
    if state != DuplicateState.OPEN:
        label = DuplicateState(state).label
        raise TransitionRefused(f"该组已核对（{label}），不再重复办理")
