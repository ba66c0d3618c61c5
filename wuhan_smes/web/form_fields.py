"""Fields of act forms, dressed as the theme dresses its own."""

from datetime import date
from typing import Any, cast

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.db.models import ForeignKey, Model, QuerySet
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanSwitchWidget,
)


class DayInput(UnfoldAdminTextInputWidget):
    """The browser's own day picker: no script, works on a phone."""

    input_type = "date"

    def format_value(self, value: Any) -> str | None:
        return value.isoformat() if isinstance(value, date) else cast("str | None", value)


def words(label: str, *, most: int = 200, required: bool = True, help_text: str = "") -> Any:
    return forms.CharField(
        label=label,
        max_length=most,
        required=required,
        help_text=help_text,
        widget=UnfoldAdminTextInputWidget,
    )


def long_words(label: str, *, most: int = 200, required: bool = True) -> Any:
    widget = UnfoldAdminTextareaWidget(attrs={"rows": 3})
    return forms.CharField(label=label, max_length=most, required=required, widget=widget)


def number(label: str, *, least: int, most: int, required: bool = True) -> Any:
    return forms.IntegerField(
        label=label,
        min_value=least,
        max_value=most,
        required=required,
        widget=UnfoldAdminTextInputWidget,
    )


def day(label: str, *, required: bool = True, help_text: str = "") -> Any:
    return forms.DateField(label=label, required=required, help_text=help_text, widget=DayInput)


def choice(label: str, choices: Any, *, required: bool = True, initial: Any = None) -> Any:
    offered = list(choices) if required else [("", "—"), *choices]
    return forms.ChoiceField(
        label=label,
        choices=offered,
        required=required,
        initial=initial,
        widget=UnfoldAdminSelectWidget,
    )


def yes_no(label: str) -> Any:
    return forms.BooleanField(label=label, required=False, widget=UnfoldBooleanSwitchWidget)


class RowIdField(forms.ModelChoiceField):
    """A row chosen by a person, its id for the action."""

    def clean(self, value: Any) -> Any:
        row = super().clean(value)
        return None if row is None else row.pk


def one_of(label: str, rows: QuerySet[Any], *, required: bool = True) -> Any:
    """A short list: units, kinds of batches."""
    return RowIdField(rows, label=label, required=required, widget=UnfoldAdminSelectWidget)


def searched(label: str, model: type[Model], name: str, *, required: bool = True) -> Any:
    """A long list, found by typing; `model.name` says which foreign key it fills."""
    field = model._meta.get_field(name)
    if not isinstance(field, ForeignKey):
        raise TypeError(f"{model.__name__}.{name} is no foreign key")
    every = field.remote_field.model._default_manager.get_queryset()
    rows = every.complex_filter(field.get_limit_choices_to())
    widget = AutocompleteSelect(field, admin.site)
    return RowIdField(rows, label=label, required=required, widget=widget)
