"""The base of admin screens over reference data: all may look, the city's keepers correct."""

from typing import Any, ClassVar

from django.http import HttpRequest
from django.utils import timezone

from wuhan_smes import corrections
from wuhan_smes.access import Capability
from wuhan_smes.web.admin import ScopedModelAdmin, access_of


class ReferenceAdmin(ScopedModelAdmin):
    """`natural_key` names a row in the files and is fixed once it exists."""

    view_capability = Capability.REFERENCE_VIEW
    edit_capability = Capability.REFERENCE_EDIT
    natural_key: ClassVar[tuple[str, ...]] = ("code",)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return corrections.may_correct(access_of(request))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        fixed = self.natural_key if obj is not None else ()
        return [*super().get_readonly_fields(request, obj), *fixed]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Through the same actions as everything else, so that the trail is never missed."""
        access, now = access_of(request), timezone.now()
        if change:
            values = {name: form.cleaned_data[name] for name in form.changed_data}
            corrections.correct(type(obj), obj.pk, access=access, at=now, values=values)
        else:
            row = corrections.enter(type(obj), access=access, at=now, values=form.cleaned_data)
            obj.pk = row.pk
