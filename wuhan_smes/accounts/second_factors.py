"""All second factors at once: turned to a new key."""

from django.db import transaction

from wuhan_smes.accounts.models import SecondFactor
from wuhan_smes.ciphers import ring


@transaction.atomic
def turn_to_current_key() -> int:
    """Encipher anew whatever an older key of the ring enciphered; returns how many."""
    current = f"v1:{ring().current}:"
    old = list(SecondFactor.scoped.exclude(secret__startswith=current).select_for_update())
    for factor in old:
        factor.keep(factor.opened)
        factor.save(update_fields=["secret"])
    return len(old)
