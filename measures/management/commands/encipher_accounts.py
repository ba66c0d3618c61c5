"""manage.py encipher_accounts: turn account numbers to the key that stands first in the ring."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from measures.actions.flow.confirming import encipher_anew
from measures.models import PayeeAccount
from wuhan_smes.access import Access
from wuhan_smes.ciphers import ring
from wuhan_smes.scope import scoped

ROWS_AT_ONCE = 500


class Command(BaseCommand):
    """Put the new key in front of ENCRYPTION_KEYS, run this, then take the old one away."""

    help = "以当前密钥重新加密收款账号；完成后旧密钥可以移除"

    def handle(self, **_: Any) -> None:
        access, turned = Access.of_system("encipher_accounts"), 0
        with scoped(access):
            old = PayeeAccount.objects.exclude(number__startswith=f"v1:{ring().current}:")
            ids = list(old.order_by("pk").values_list("pk", flat=True))
        for start in range(0, len(ids), ROWS_AT_ONCE):
            with scoped(access):
                some = ids[start : start + ROWS_AT_ONCE]
                turned += encipher_anew(some, access=access, at=timezone.now())
        self.stdout.write(f"已重新加密 {turned} 个账号，密钥 {ring().current}")
