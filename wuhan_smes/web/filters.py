"""Filters of lists: strict about names, exact about faults."""

from typing import Any

from django_filters import rest_framework as filters
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.views import APIView


class ProductFilterSet(filters.FilterSet):
    """Base of every list's filters; parameters it does not name are refused by the viewset."""


class StrictFilterBackend(filters.DjangoFilterBackend):
    """Faults point at the parameter, as `?name`."""

    def filter_queryset(self, request: Request, queryset: Any, view: APIView) -> Any:
        try:
            return super().filter_queryset(request, queryset, view)
        except ValidationError as error:
            detail = error.detail
            if not isinstance(detail, dict):
                raise
            raise ValidationError({f"?{name}": words for name, words in detail.items()}) from None
