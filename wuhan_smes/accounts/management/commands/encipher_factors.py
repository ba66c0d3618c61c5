"""manage.py encipher_factors: turn second factors to the key that stands first in the ring."""

from typing import Any

from django.core.management.base import BaseCommand

from wuhan_smes.access import Access
from wuhan_smes.accounts.second_factors import turn_to_current_key
from wuhan_smes.ciphers import ring
from wuhan_smes.scope import scoped


class Command(BaseCommand):
    """Put the new key in front of ENCRYPTION_KEYS, run this, then take the old one away."""

    help = "以当前密钥重新加密两步验证密钥；完成后旧密钥可以移除"

    def handle(self, **_: Any) -> None:
        with scoped(Access.of_system("encipher_factors")):
            turned = turn_to_current_key()
        self.stdout.write(f"已重新加密 {turned} 个两步验证密钥，密钥 {ring().current}")
