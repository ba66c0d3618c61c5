"""Buttons of the admin: a form on a page of its own, handed to one action.

A refusal comes back as a sentence on the form, beside the field it is about. Nothing was changed
then: an action is one transaction.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from wuhan_smes.errors import ActionRefused, InputRefused, NotPermitted
from wuhan_smes.web.admin import ScopedModelAdmin
from wuhan_smes.web.constraints import explain


class ActForm(forms.Form):
    """Words for an action; fields are named as the action's arguments are."""

    use_required_attribute = False


class VersionedForm(ActForm):
    """Remembers which version the person saw, so that nobody's change is lost unseen."""

    expected_version = forms.IntegerField(widget=forms.HiddenInput, required=False)


# The action, called with the cleaned words of the form.
Do: TypeAlias = Callable[..., object]


@dataclass(frozen=True, slots=True)
class Act:
    """What one button does: heading, form, what the button says, what is said afterwards."""

    title: str
    form: type[ActForm]
    submit: str = "确认办理"
    done: str = "已办理"
    note: str = ""


class ActingAdmin(ScopedModelAdmin):
    """Screens whose rows change by acts. Buttons ask for `has_act_permission`."""

    def has_act_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        return self.has_change_permission(request) or self.may_act(request)

    def may_act(self, request: HttpRequest) -> bool:
        """Whether the buttons are shown to this person."""
        return False

    def reached(self, request: HttpRequest, object_id: str) -> Any:
        """The row, if this person reaches it; otherwise it does not exist."""
        row = self.get_object(request, object_id)
        if row is None:
            raise Http404
        return row

    def act(
        self,
        request: HttpRequest,
        act: Act,
        do: Do,
        *,
        row: Any = None,
        initial: Mapping[str, Any] | None = None,
        then: Callable[[Any], HttpResponse] | None = None,
        about: str = "",
    ) -> HttpResponse:
        """Show the form of `act`, or do it and go where `then` (by default, the row) leads.

        `about` says whom it concerns where the row's own words do not.
        """
        given = {**(initial or {})}
        if row is not None:
            given.setdefault("expected_version", getattr(row, "version", None))
        form = act.form(request.POST if request.method == "POST" else None, initial=given)
        if request.method == "POST" and form.is_valid():
            done = attempt(form, do)
            if done is not REFUSED:
                messages.success(request, act.done)
                return then(done) if then else self._back(request, row)
        context = {
            **self.admin_site.each_context(request),
            "title": act.title,
            "act": act,
            "form": form,
            "opts": self.opts,
            "row": row,
            "about": about,
            "media": self.media + form.media,
        }
        return TemplateResponse(request, "web/admin/act.html", context)

    def _back(self, request: HttpRequest, row: Any) -> HttpResponse:
        """To the row, or to the list when it left this person's reach."""
        name = f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}"
        if row is not None and self.get_queryset(request).filter(pk=row.pk).exists():
            return redirect(f"{name}_change", row.pk)
        return redirect(f"{name}_changelist")


REFUSED = object()


def attempt(form: forms.Form, do: Do) -> object:
    """What the action returned, or REFUSED with the reasons on the form."""
    try:
        with transaction.atomic():
            return do(**form.cleaned_data)
    except NotPermitted as refusal:
        raise PermissionDenied(refusal.message) from refusal
    except InputRefused as refusal:
        for fault in refusal.faults:
            form.add_error(fault.field if fault.field in form.fields else None, fault.detail)
    except ActionRefused as refusal:
        form.add_error(None, refusal.message)
    except IntegrityError as error:
        form.add_error(None, explain(error).detail)
    return REFUSED
