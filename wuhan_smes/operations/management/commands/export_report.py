"""manage.py export_report tier-table --param on=2025-07-25 --as bureau --out table.xlsx"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from wuhan_smes.accounts.access_for import access_for
from wuhan_smes.accounts.models import User
from wuhan_smes.errors import ActionRefused
from wuhan_smes.reporting.catalogue import LAYOUTS, catalogue
from wuhan_smes.reporting.run import make
from wuhan_smes.scope import scoped


class Command(BaseCommand):
    """Writes one report to a file, as the person named; the export stands in the trail."""

    help = "导出一张报表到文件"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="报表代码，如 tier-table")
        parser.add_argument("--param", action="append", default=[], metavar="名=值")
        parser.add_argument("--as", dest="username", required=True, help="以哪个用户的权限导出")
        parser.add_argument("--out", type=Path, required=True, help="文件名，后缀决定格式")

    def handle(self, *, name: str, param: list[str], username: str, out: Path, **_: Any) -> None:
        layout = out.suffix.removeprefix(".")
        if layout not in LAYOUTS:
            raise CommandError(f"文件后缀应为 {'、'.join(f'.{each}' for each in LAYOUTS)} 之一")
        pairs = [text.partition("=") for text in param]
        if wrong := [key for key, equals, _ in pairs if not equals]:
            raise CommandError(f"参数“{wrong[0]}”应写成 名=值")
        user = User.objects.filter(username=username, is_active=True).first()
        if user is None:
            raise CommandError(f"没有启用的用户“{username}”")
        words = {key: value for key, _, value in pairs}
        access = access_for(user)
        part = out.with_suffix(f"{out.suffix}.part")
        try:
            with scoped(access):
                made = make(catalogue.get(name), words, layout, access=access, at=timezone.now())
                pieces = [made.content] if isinstance(made.content, bytes) else made.content
                with part.open("wb") as file:
                    file.writelines(pieces)
        except ActionRefused as refusal:
            raise CommandError(refusal.message) from None
        except OSError as error:
            part.unlink(missing_ok=True)
            raise CommandError(f"无法写入 {out}：{error.strerror}") from None
        part.replace(out)
        self.stdout.write(f"已导出 {out}")
