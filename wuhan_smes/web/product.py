"""What the product calls itself, and whether it shows sample data."""

from dataclasses import dataclass
from typing import Final

NAME: Final = "武汉市中小企业梯度培育平台"
SHORT_NAME: Final = "梯度培育平台"


@dataclass(frozen=True, slots=True)
class Product:
    """`demo` puts the sample-data strip on every page."""

    name: str = NAME
    short: str = SHORT_NAME
    demo: bool = False
