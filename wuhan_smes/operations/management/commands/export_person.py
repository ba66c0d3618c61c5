"""manage.py export_person: all that is kept of one person, for whoever has a right to it."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from wuhan_smes.access import Access
from wuhan_smes.operations.actions import people
from wuhan_smes.scope import scoped


class Command(BaseCommand):
    """For the operator, who has a written request in hand; the entry names neither the person nor
    his number.
    """

    help = "导出一个人在本平台留存的全部信息（JSON），写明事由，留痕"

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--phone", default="", help="电话，各处登记的写法不同也能找到")
        parser.add_argument("--name", default="", help="姓名；没有电话时按姓名找，可能含同名的人")
        parser.add_argument("--reason", required=True, help="依据，如书面申请的编号")
        parser.add_argument("--out", required=True, type=Path, help="写到这个文件，只有本人可读")

    def handle(self, **options: Any) -> None:
        if not (options["phone"] or options["name"]):
            raise CommandError("请写明 --phone 或 --name")
        out: Path = options["out"]
        if out.exists():
            raise CommandError(f"{out} 已存在，请换一个文件名")
        access = Access.of_system("export_person")
        with scoped(access):
            words = {word: options[word] for word in ("reason", "phone", "name")}
            found = people.export(access=access, at=timezone.now(), **words)
        out.touch(mode=0o600)
        out.write_text(json.dumps(found, ensure_ascii=False, indent=2))
        self.stdout.write(f"找到 {len(found)} 处，已写入 {out}")
