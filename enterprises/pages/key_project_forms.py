"""What is filled in about projects of key little giants. Fields are named as the arguments are."""

import re
from datetime import date
from typing import Any, Final

from django import forms

from enterprises.choices.holding import ProjectState
from enterprises.pages.batch_forms import PlainForm
from enterprises.pages.cultivation_forms import ANY, CultivationSieve, day
from enterprises.queries.named import named
from enterprises.rules.evidence import TOLD
from enterprises.rules.key_projects import ENDS, Promise
from wuhan_smes.access import Reach

LINE: Final = re.compile(r"(\d{4}-\d{1,2}-\d{1,2})[\s,，:：、]+(.+)")
ENDED: Final = [(it.value, it.label) for it in ENDS]


class ProjectSieve(CultivationSieve):
    """Filters of the list; without a state, every project."""

    state = forms.ChoiceField(label="状态", required=False, choices=[ANY, *ProjectState.choices])
    late = forms.BooleanField(label="节点逾期", required=False)

    def __init__(self, words: Any, *, reach: Reach) -> None:
        super().__init__(words, reach=reach)
        del self.fields["stage"], self.fields["tier"], self.fields["mine"]  # of cultivation alone


class BeginForm(PlainForm):
    """The plan of one enterprise that was chosen."""

    enterprise = forms.CharField(
        label="企业",
        max_length=120,
        help_text="统一社会信用代码或企业全称，须持有有效的“小巨人”称号",
    )
    title = forms.CharField(label="项目名称", max_length=120)
    year = forms.IntegerField(label="入选年度", min_value=2020, max_value=2100)
    document_no = forms.CharField(label="入选文号", max_length=60, required=False)
    starts_on = day("计划开始")
    ends_on = day("计划结束")
    planned = forms.DecimalField(
        label="计划投资（万元）", max_digits=14, decimal_places=2, help_text="不含土地与厂房"
    )
    milestones = forms.CharField(
        label="节点目标",
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="每行一个，先写计划完成日期：2026-12-31 中试线投产",
    )

    def clean_milestones(self) -> list[Promise]:
        lines = [line.strip() for line in self.cleaned_data["milestones"].splitlines()]
        return [_promise(line) for line in lines if line]

    def found(self, reach: Reach) -> int:
        """The enterprise; 0 with a fault beside the field."""
        ids, _ = named(self.cleaned_data["enterprise"], reach)
        if len(ids) != 1:
            self.add_error("enterprise", "没有找到这家企业，请填写信用代码或全称")
            return 0
        return ids[0]


class ReachForm(PlainForm):
    """A milestone was reached: on which day, and what shows it."""

    on = day("实际完成")
    evidence = forms.CharField(
        label="佐证材料", max_length=200, required=False, help_text="只传文件的可以不填"
    )
    file = forms.FileField(label="佐证文件", required=False, help_text=TOLD)


class PaperForm(PlainForm):
    file = forms.FileField(label="佐证文件", help_text=TOLD)


class EvaluateForm(PlainForm):
    state = forms.ChoiceField(label="评价结果", choices=ENDED)
    on = day("评价日期")
    invested = forms.DecimalField(label="实际投资（万元）", max_digits=14, decimal_places=2)
    evaluation = forms.CharField(label="评价依据与说明", max_length=300)
    expected_version = forms.IntegerField(widget=forms.HiddenInput, required=False)


def _promise(line: str) -> Promise:
    found = LINE.fullmatch(line)
    try:
        day_of = date(*(int(part) for part in found[1].split("-"))) if found else None
    except ValueError:
        day_of = None
    if found is None or day_of is None:
        raise forms.ValidationError(f"“{line[:40]}”应形如：2026-12-31 中试线投产")
    return found[2].strip(), day_of
