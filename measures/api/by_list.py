"""Short lists over HTTP: all rows of a file are written, or none and each says why."""

from typing import Any

from rest_framework import serializers

from wuhan_smes.accounts.models import Agency
from wuhan_smes.errors import Fault, InputRefused
from wuhan_smes.exchange.at_once import MOST_ROWS, Taken
from wuhan_smes.web.serializers import ProductSerializer


class ListBody(ProductSerializer):
    file = serializers.FileField(
        allow_empty_file=True, help_text=f"xlsx、xls 或 csv，最多 {MOST_ROWS} 行"
    )


class ProgressListBody(ListBody):
    quarter_on = serializers.DateField(
        required=False,
        allow_null=True,
        default=None,
        help_text="季度首日；表中有“季度”列的以表为准",
    )
    agency = serializers.SlugRelatedField(
        slug_field="code",
        queryset=Agency.objects.order_by("id"),
        required=False,
        allow_null=True,
        default=None,
        help_text="责任单位代码，缺省为本单位；表中有“责任单位”列的以表为准",
    )


class TakenSerializer(serializers.Serializer):
    """What became of the rows of a list."""

    new = serializers.IntegerField()
    changed = serializers.IntegerField()
    unchanged = serializers.IntegerField()


def words_of(body: type[ListBody], data: Any) -> dict[str, Any]:
    """The body, checked, with the file as its name and its bytes."""
    asked = body(data=data)
    asked.is_valid(raise_exception=True)
    words = dict(asked.validated_data)
    file = words.pop("file")
    return {**words, "file_name": file.name, "data": file.read()}


def told(taken: Taken) -> dict[str, int]:
    """Raises InputRefused with the faults of each row where nothing was written."""
    faults = [
        Fault(f"rows/{line.line}/{it.field}".rstrip("/"), it.code, it.detail)
        for line in taken.refused
        for it in line.faults
    ]
    if faults:
        raise InputRefused(*faults)
    return {name: taken.count(name) for name in ("new", "changed", "unchanged")}
