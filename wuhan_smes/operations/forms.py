"""Forms of pages that look across every domain."""

from collections.abc import Iterable, Mapping
from typing import Final

from django import forms
from django.utils import timezone

from wuhan_smes.errors import Fault
from wuhan_smes.reporting.catalogue import LAYOUTS, Choice, Report

KNOWN_AT: Final = "known_at"


class ReportForm(forms.Form):
    """One report's choices as fields, with what was given or the report's own defaults."""

    def __init__(
        self, report: Report, given: Mapping[str, str], faults: Iterable[Fault] = ()
    ) -> None:
        today = timezone.localdate()
        super().__init__(
            data={c.name: given.get(c.name) or c.default(today) for c in report.choices}
            | {"layout": given.get("layout", "xlsx"), KNOWN_AT: given.get(KNOWN_AT, "")},
            auto_id=f"{report.name}-%s",
        )
        for choice in report.choices:
            self.fields[choice.name] = _field(choice)
            self.fields[choice.name].help_text = choice.help_text
        self.fields["layout"] = forms.ChoiceField(
            label="格式", choices=list(LAYOUTS.items()), required=False
        )
        if report.is_as_known:
            self.fields[KNOWN_AT] = known_at_field()
        self._errors = forms.utils.ErrorDict()
        for fault in faults:
            self._errors.setdefault(fault.field, self.error_class()).append(fault.detail)


def known_at_field() -> forms.DateTimeField:
    """By what was known when a table is made."""
    return forms.DateTimeField(
        label="数据截至",
        required=False,
        help_text="按那一时刻所知统计，之后的补录和更正不计；不填为此刻",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )


def _field(choice: Choice) -> forms.Field:
    if choice.options:
        options = list(choice.options.items())
        return forms.ChoiceField(label=choice.label, choices=options, required=False)
    if choice.pattern:
        return forms.CharField(label=choice.label, required=False)
    day = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=choice.label, required=False, widget=day)
