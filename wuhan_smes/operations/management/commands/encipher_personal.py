"""manage.py encipher_personal: turn enciphered columns to the key that stands first in the ring."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from wuhan_smes.access import Access
from wuhan_smes.ciphers import ring
from wuhan_smes.operations.enciphering import turn_everything


class Command(BaseCommand):
    """Put the new key in front of ENCRYPTION_KEYS, run this, then take the old one away."""

    help = "以当前密钥加密个人信息（含尚未加密的）；中断后可再次运行，完成后旧密钥可以移除"

    def handle(self, **_: Any) -> None:
        access = Access.of_system("encipher_personal")
        for it in turn_everything(access, at=timezone.now()):
            self.stdout.write(
                f"{it.column}：加密 {it.rows} 行，余 {it.left} 行，密钥 {ring().current}"
            )
