"""Filters of lists: strict about names, exact about faults."""

from collections import OrderedDict
from typing import Any, Final

from django.core.exceptions import ValidationError as Invalid
from django_filters import BooleanFilter
from django_filters import rest_framework as filters
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.views import APIView

YES_OR_NO: Final = frozenset({"", "true", "false", "1", "0"})


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

    def is_valid(self) -> bool:
        """Also refuses a yes or no that is neither, which django-filter takes for not asked."""
        valid: bool = super().is_valid()
        for name, each in self.filters.items():
            if isinstance(each, BooleanFilter) and self.data[name].lower() not in YES_OR_NO:
                said = f"“{self.data[name]}”既不是 true 也不是 false"
                self.form.add_error(name, Invalid(said, code="invalid"))
                valid = False
        return valid


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
