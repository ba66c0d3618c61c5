"""Screens of what the city alone keeps about tickets: read by many, set from a coming day."""

from abc import abstractmethod
from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from wuhan_smes.access import Access, Capability
from wuhan_smes.reporting.screens import ExportedAdmin
from wuhan_smes.web.acts import Act, ActingAdmin
from wuhan_smes.web.admin import access_of


class KeptByCityAdmin(ExportedAdmin, ActingAdmin):
    """Adding is an action with a form of its own. A subclass names the form and does it."""

    view_capability = Capability.REFERENCE_VIEW
    new: ClassVar[Act]
    first: ClassVar[Mapping[str, Any] | None] = None

    @abstractmethod
    def added(self, *, access: Access, at: datetime, **given: Any) -> Model:
        """Do what the form asks."""

    def may_act(self, request: HttpRequest) -> bool:
        access = access_of(request)
        held = access.holds(Capability.TICKET_POLICY)
        return held and access.reach(Capability.TICKET_POLICY).everywhere

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.may_act(request)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied

        def add(**given: Any) -> Model:
            return self.added(access=access_of(request), at=timezone.now(), **given)

        return self.act(request, self.new, add, initial=self.first)
