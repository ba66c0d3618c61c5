"""manage.py encipher_personal: turn enciphered columns to the key that stands first in the ring."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from wuhan_smes.access import Access
from wuhan_smes.audit import trail
from wuhan_smes.ciphers import ring
from wuhan_smes.enciphered import enciphered_columns
from wuhan_smes.operations.enciphering import left, turn_to_current_key
from wuhan_smes.scope import scoped


class Command(BaseCommand):
    """Put the new key in front of ENCRYPTION_KEYS, run this, then take the old one away."""

    help = "以当前密钥加密个人信息（含尚未加密的）；中断后可再次运行，完成后旧密钥可以移除"

    def handle(self, **_: Any) -> None:
        access = Access.of_system("encipher_personal")
        for field in enciphered_columns():
            with scoped(access):
                turned = turn_to_current_key(field)
                what = f"{field.model._meta.label_lower}.{field.name}"
                changes = {"column": what, "rows": turned, "key": ring().current}
                trail.record_fact(
                    "personal.enciphered", what, access=access, at=timezone.now(), changes=changes
                )
                rest = left(field)
            self.stdout.write(f"{what}：加密 {turned} 行，余 {rest} 行，密钥 {ring().current}")
