"""What the columns of the register's lists mean, for the process that reads files: text in, value
out, without a database.
"""

from enterprises.rules.uscc import normalise_uscc, uscc_faults
from wuhan_smes.exchange.reading.errors import CellRefused


def uscc(text: str, _: object) -> str:
    """A credit code, folded, both check digits right; the refusal names each wrong position."""
    if faults := uscc_faults(text):
        raise CellRefused("uscc_invalid", "；".join(fault.detail for fault in faults))
    return normalise_uscc(text)
