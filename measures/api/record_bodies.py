"""Typed records as objects and bodies: both follow from the model."""

from functools import cache
from typing import Any

from drf_spectacular.utils import PolymorphicProxySerializer
from rest_framework import serializers

from measures.models import EnterpriseRecord, Record, kinds
from wuhan_smes.accounts.models import Jurisdiction
from wuhan_smes.web.serializers import ProductModelSerializer, ProductSerializer, UnitSerializer


class RecordStrikeBody(ProductSerializer):
    reason = serializers.CharField(max_length=200)


class RecordCountSerializer(serializers.Serializer):
    """One figure of a kind on a day."""

    code = serializers.CharField(source="count.code")
    label = serializers.CharField(source="count.label")  # type: ignore[assignment] # a body may call a field so
    unit = serializers.CharField(source="count.unit")
    definition = serializers.CharField(source="count.definition")
    value = serializers.IntegerField()


class RecordKindSerializer(serializers.Serializer):
    """One kind of record and what is counted of it."""

    code = serializers.CharField(source="told.code")
    title = serializers.SerializerMethodField()
    about = serializers.CharField(source="told.about")
    clauses = serializers.ListField(child=serializers.CharField(), source="told.clauses")

    def get_title(self, model: type[Record]) -> str:
        return str(model._meta.verbose_name)


def _columns(model: type[Record]) -> list[str]:
    return [column.name for column in model.columns()]


@cache
def shown_as(model: type[Record]) -> type[ProductModelSerializer]:
    """The object of a kind."""
    whose: dict[str, Any] = {"jurisdiction": UnitSerializer()}
    if issubclass(model, EnterpriseRecord):
        first = ["id", "enterprise", "enterprise_name", "enterprise_uscc", "jurisdiction"]
    else:
        first = ["id", "jurisdiction"]
    kept = ["source", "recorded_at", "recorded_by_name", "struck_at", "struck_reason", "version"]
    meta = type("Meta", (), {"model": model, "fields": [*first, *_columns(model), *kept]})
    name = f"{model.__name__}RecordSerializer"
    body = {**whose, "Meta": meta, "__doc__": model.__doc__}
    return type(name, (ProductModelSerializer,), body)


@cache
def told_as(model: type[Record], *, whole: bool) -> type[ProductModelSerializer]:
    """What is sent to record one, or (`whole` false) to put values of one right."""
    whose: dict[str, Any] = {}
    if whole and issubclass(model, EnterpriseRecord):
        whose["enterprise"] = serializers.CharField(help_text="企业编号、统一社会信用代码或全称")
    elif whole:
        rows = Jurisdiction.objects.order_by("id")
        whose["jurisdiction"] = serializers.SlugRelatedField(slug_field="code", queryset=rows)
    names = _columns(model) if whole else [n for n in _columns(model) if n != "number"]
    extra = {} if whole else {name: {"required": False} for name in names}
    meta = type(
        "Meta",
        (),
        {"model": model, "fields": [*whose, *names], "extra_kwargs": extra, "validators": []},
    )
    name = f"{model.__name__}RecordBody" if whole else f"{model.__name__}RecordAmendBody"
    return type(name, (ProductModelSerializer,), {**whose, "Meta": meta})


def any_of(name: str, serializers_of: Any) -> PolymorphicProxySerializer:
    """One of the kinds, for the description of the interface."""
    return PolymorphicProxySerializer(
        component_name=name,
        serializers=[serializers_of(model) for model in kinds().values()],
        resource_type_field_name=None,
    )


ANY_SHOWN = any_of("AnyRecord", shown_as)
ANY_TOLD = any_of("AnyRecordBody", lambda model: told_as(model, whole=True))
ANY_AMENDED = any_of("AnyRecordAmendBody", lambda model: told_as(model, whole=False))
