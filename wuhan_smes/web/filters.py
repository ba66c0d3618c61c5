"""Filters of lists: strict about names, exact about faults."""

from collections import OrderedDict
from typing import Any

from django_filters import rest_framework as filters
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.views import APIView


class ProductFilterSet(filters.FilterSet):
    """Base of every list's filters; parameters it does not name are refused by the viewset.

    Only the filters asked for are built: copying a dozen form fields for a plain list took a
    fifth of its time.
    """

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        asked = data or {}
        declared: dict[str, Any] = vars(type(self))["base_filters"]
        self.base_filters = OrderedDict(
            (name, each) for name, each in declared.items() if name in asked
        )
        super().__init__(data, *args, **kwargs)


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
