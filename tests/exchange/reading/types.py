"""A type of an app, as kinds of import declare it: the credit code with its own words."""

from enterprises.rules.uscc import normalise_uscc, uscc_faults
from wuhan_smes.exchange.reading.errors import CellRefused


def uscc(text: str, _: object) -> str:
    """The code as printed on a licence. Raises CellRefused with every wrong position."""
    if faults := uscc_faults(text):
        raise CellRefused("uscc_invalid", "；".join(fault.detail for fault in faults))
    return normalise_uscc(text)
