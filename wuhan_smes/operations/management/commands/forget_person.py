"""manage.py forget_person: take one person out of what is kept, for whoever has a right to that."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from wuhan_smes.access import Access
from wuhan_smes.errors import ActionRefused
from wuhan_smes.operations.actions import people
from wuhan_smes.operations.personal import find
from wuhan_smes.scope import scoped


class Command(BaseCommand):
    """For the operator, who has a written request in hand. Without --do it only tells how many."""

    help = "删除一个人的姓名、职务与联系方式；写明事由，留痕。先不加 --do 运行，看清会涉及哪些"

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--phone", required=True, help="电话，各处登记的写法不同也能找到")
        parser.add_argument("--reason", required=True, help="依据，如书面申请的编号")
        parser.add_argument("--do", action="store_true", help="确认删除，不能撤回")

    def handle(self, **options: Any) -> None:
        if not options["reason"].strip():
            raise CommandError("请写明依据")
        access = Access.of_system("forget_person")
        words = {"phone": options["phone"], "reason": options["reason"].strip()}
        with scoped(access):
            if not options["do"]:
                found = find(phone=options["phone"], reach=access.reach(people.ANSWER))
                self.stdout.write(
                    f"涉及 {len(found)} 处；加 --do 删除。先用 export_person 留存答复"
                )
                return
            try:
                gone, staying = people.forget(access=access, at=timezone.now(), **words)
            except ActionRefused as refusal:
                raise CommandError(refusal.message) from refusal
        self.stdout.write(f"已删除 {gone} 处，保留 {len(staying)} 处")
        for it in staying:
            self.stdout.write(f"保留：{it.where} {it.id}，{it.why}")
        self.stdout.write("留痕与导入的原始文件不改动，备份随其保存期到期")
