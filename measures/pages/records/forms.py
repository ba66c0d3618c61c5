"""The form of a kind follows from its model; so does the filter of its list."""

from typing import Any

from django import forms
from django.db import models

from measures.models import EnterpriseRecord, Record
from measures.pages.programme_forms import day
from measures.queries.record_owners import kept_reach, named, read_reach
from wuhan_smes.access import Reach
from wuhan_smes.accounts.models import Jurisdiction

ANY = ("", "全部")


class RecordForm(forms.Form):
    """What is said of one record; `new` asks whose it is as well."""

    use_required_attribute = False

    def __init__(
        self, *args: Any, model: type[Record], reach: Reach, new: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.reach = model, reach
        self.given = {it.name for it in model.columns() if it.has_default()}
        if new and issubclass(model, EnterpriseRecord):
            self.fields["enterprise"] = forms.CharField(
                label="企业", max_length=200, help_text="统一社会信用代码或企业全称"
            )
        elif new:
            units = Jurisdiction.objects.order_by("display_order", "id")
            kept = kept_reach(model, reach)
            mine = [(str(it.pk), it.name) for it in units if kept.covers(it.pk)]
            self.fields["jurisdiction"] = forms.ChoiceField(label="管理单位", choices=mine)
        for column in model.columns():
            if new or column.name != "number":
                self.fields[column.name] = _field(column)

    def clean(self) -> dict[str, Any]:
        """What is left out and has a value of its own is not said."""
        said = super().clean() or self.cleaned_data
        empty = {name for name in self.given if said.get(name) in (None, "")}
        return {name: value for name, value in said.items() if name not in empty}

    def clean_enterprise(self) -> int:
        """The one enterprise meant. Nobody learns of other units' enterprises here."""
        found = named(self.cleaned_data["enterprise"].strip(), self.kind, self.reach)
        if found is None:
            raise forms.ValidationError("没有找到可登记的企业，请核对代码或全称")
        return found.id


def _field(column: "models.Field[Any, Any]") -> forms.Field:
    label, required = str(column.verbose_name), not column.blank
    if isinstance(column, models.DateField):
        return day(label, required=required)
    if isinstance(column, models.CharField) and (column.max_length or 0) > 200:
        return forms.CharField(
            label=label,
            required=required,
            max_length=column.max_length,
            widget=forms.Textarea(attrs={"rows": 3}),
        )
    if getattr(column, "base_field", None) is not None:
        choices = column.base_field.flatchoices  # type: ignore[attr-defined] # an array of words
        return forms.MultipleChoiceField(label=label, required=False, choices=choices)
    made = column.formfield()
    if made is None:
        raise TypeError(f"{column.name} cannot be asked for in a form")
    made.required = required and not column.has_default()
    return made


class RecordSieve(forms.Form):
    """Which records to show; a count with its day shows the rows behind the figure."""

    q = forms.CharField(label="编号或名称", required=False, max_length=60)
    jurisdiction = forms.ChoiceField(label="管理单位", required=False)
    count = forms.ChoiceField(label="计入", required=False)
    on = day("统计日")
    struck = forms.BooleanField(label="只看已撤销", required=False)

    def __init__(self, words: Any, *, model: type[Record], reach: Reach) -> None:
        super().__init__({name: word for name, word in words.items() if word})
        self.model = model
        units, read = Jurisdiction.objects.order_by("display_order", "id"), read_reach(model, reach)
        mine = [(it.code, it.name) for it in units if read.covers(it.pk)]
        counts = [(it.code, it.label) for it in model.told.counts]
        self.fields["jurisdiction"].choices = [ANY, *mine]  # type: ignore[attr-defined] # a ChoiceField
        self.fields["count"].choices = [ANY, *counts]  # type: ignore[attr-defined] # a ChoiceField
        self.is_valid()
