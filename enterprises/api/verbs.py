"""How a verb on an enterprise is answered: words checked, one action called, the object shown."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_date
from rest_framework import status
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from enterprises.api.shown import COLUMNS, page
from wuhan_smes.access import Capability, Reach
from wuhan_smes.web.serializers import ProductSerializer
from wuhan_smes.web.viewsets import ScopedViewSet


class EnterpriseVerbs(ScopedViewSet):
    """What every part of the enterprises' viewset needs."""

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
        row = self.get_queryset().values(*COLUMNS).get(pk=pk)
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
