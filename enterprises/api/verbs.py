"""How a verb on an enterprise is answered: words checked, one action called, the object shown."""

from collections.abc import Callable
from datetime import date
from typing import Any, Final

from django.http import Http404
from django.utils import timezone
from django.utils.dateparse import parse_date
from rest_framework import status
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from enterprises.api.shown import COLUMNS, page
from enterprises.choices import EnterpriseStatus
from enterprises.queries.merges import survivor_of
from wuhan_smes.access import Capability, Reach
from wuhan_smes.web.serializers import ProductSerializer
from wuhan_smes.web.viewsets import ScopedViewSet

READING: Final = frozenset({"GET", "HEAD"})


class LivesOn(Exception):
    """What was asked for is now part of another enterprise."""

    def __init__(self, enterprise_id: int) -> None:
        super().__init__(enterprise_id)
        self.enterprise_id = enterprise_id


class EnterpriseVerbs(ScopedViewSet):
    """What every part of the enterprises' viewset needs.

    Reading an enterprise that was merged into another leads there (308); changing it is refused by
    the actions.
    """

    def get_object(self) -> Any:
        try:
            row = super().get_object()
        except Http404:
            self._lead_on(self.kwargs["pk"], EnterpriseStatus.MERGED)
            raise
        self._lead_on(row.pk, row.status)
        return row

    def handle_exception(self, exc: Exception) -> Response:
        if not isinstance(exc, LivesOn):
            return super().handle_exception(exc)
        old, new = (f"/enterprises/{pk}/" for pk in (self.kwargs["pk"], exc.enterprise_id))
        address = self.request.get_full_path().replace(old, new, 1)
        return Response(status=status.HTTP_308_PERMANENT_REDIRECT, headers={"Location": address})

    @property
    def viewing(self) -> Reach:
        return self.access.reach(Capability.REGISTER_VIEW)

    def words(self, request: Request, body: type[ProductSerializer]) -> dict[str, Any]:
        """The request's body, checked for shape; faults name their fields."""
        serializer = body(data=request.data, context=self.get_serializer_context())
        serializer.is_valid(raise_exception=True)
        return dict(serializer.validated_data)

    def version_if_sent(self, request: Request, pk: int) -> int | None:
        """If-Match is required to PATCH and respected wherever it is sent."""
        return self.expected_version(request, pk) if "If-Match" in request.headers else None

    def do(
        self,
        request: Request,
        pk: int,
        body: type[ProductSerializer],
        act: Callable[..., object],
    ) -> Response:
        """Call one action with the words of the body and show the enterprise as it then is."""
        self.get_object()
        words = self.words(request, body)
        expected = self.version_if_sent(request, pk)
        act(pk, access=self.access, at=timezone.now(), expected_version=expected, **words)
        return self.shown(pk)

    def shown(self, pk: int, status_code: int = status.HTTP_200_OK) -> Response:
        """The enterprise as it is now, with its ETag. Raises DoesNotExist out of reach."""
        row = self.get_queryset().values(*COLUMNS).filter(pk=pk).first()
        self._lead_on(pk, row["status"] if row else EnterpriseStatus.MERGED)
        if row is None:
            raise Http404
        (body,) = page([row], on=self.day(), reach=self.viewing)
        etag = f'"{row["id"]}-{row["version"]}"'
        return Response(body, status=status_code, headers={"ETag": etag})

    def day(self) -> date:
        """The day titles are shown for: `?on=`, or today."""
        text = self.request.query_params.get("on")
        if text is None:
            return timezone.localdate()
        try:
            day = parse_date(text)
        except ValueError:
            day = None
        if day is None:
            raise ValidationError({"?on": ["日期应写成 2026-01-31"]})
        return day

    def _lead_on(self, pk: int, status_now: str) -> None:
        if status_now == EnterpriseStatus.MERGED and self.request.method in READING:
            lives_on = survivor_of(pk, reach=self.viewing)
            if lives_on is not None:
                raise LivesOn(lives_on)
