"""What a cell means, by the type of its column. One function a type; no is CellRefused."""

from wuhan_smes.exchange.reading.errors import CellRefused
from wuhan_smes.exchange.reading.values.context import Context
from wuhan_smes.exchange.reading.values.types import PLATFORM_TYPES, Parse

__all__ = ["PLATFORM_TYPES", "CellRefused", "Context", "Parse"]
