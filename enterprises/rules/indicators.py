"""What figures of one enterprise cannot say together."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final

# A part, and the whole it is counted in.
PARTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "main_revenue": "revenue",
        "rd_staff": "employees",
        "science_staff": "employees",
        "ip_class1_own": "ip_class1",
        "ip_class1_high_value": "ip_class1",
        "ip_class1_applied": "ip_class1",
        "ip_class1_applied_own_top3": "ip_class1_applied",
    }
)

# The most that an indicator can be; the least is nought.
BOUNDS: Final[Mapping[str, int]] = MappingProxyType(
    {
        "market_share": 100,
        "platform_score": 100,
        "digital_level": 4,
        "quality_items": 4,
        "local_feature_score": 15,
    }
)


def parts_beyond_their_whole(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The pairs (part, whole) where both are known and the part is more."""
    for part, whole in PARTS.items():
        less, more = values.get(part), values.get(whole)
        if less is not None and more is not None and Decimal(less) > Decimal(more):
            yield part, whole
