"""Small forms of acts upon versions and drafts."""

from typing import Any

from django import forms

from wuhan_smes.errors import Fault, InputRefused


class Asked(forms.Form):
    """A form whose page is another one: what is wrong is told as a refusal."""

    use_required_attribute = False

    def sound(self) -> dict[str, Any]:
        if not self.is_valid():
            raise InputRefused(
                *(
                    Fault(name, "invalid", f"{self.fields[name].label}：{texts[0]}")
                    for name, texts in self.errors.items()
                )
            )
        return self.cleaned_data


def day(label: str) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget)


class EnactForm(Asked):
    document_no = forms.CharField(label="施行依据的文件", max_length=200)
    effective_from = day("施行日期")


class TurnBackForm(Asked):
    reason = forms.CharField(label="原因", max_length=200)


class RetireForm(Asked):
    last_day = day("使用至（含当日）")
    document_no = forms.CharField(label="停用依据的文件", max_length=200)
