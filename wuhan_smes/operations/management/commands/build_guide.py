"""`manage.py build_guide --to FOLDER`: the guide as files, for reading without the product."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from wuhan_smes.access import Access
from wuhan_smes.scope import scoped
from wuhan_smes.web.help.site import build


class Command(BaseCommand):
    help = "把使用手册写成一组网页文件，不用平台也能看"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--to", required=True, type=Path, help="写到哪个文件夹")

    def handle(self, *args: Any, **options: Any) -> None:
        with scoped(Access.of_system("build_guide")):
            chapters = build(options["to"])
        self.stdout.write(f"{chapters} 章，从 {options['to'] / 'index.html'} 开始看")
