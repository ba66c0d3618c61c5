"""Asking whether a file is the report whose number it bears."""

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers
from rest_framework.response import Response

from wuhan_smes.errors import Fault, InputRefused
from wuhan_smes.reporting.verification import digest_of, verified
from wuhan_smes.web.serializers import ProductSerializer


class FingerprintBody(ProductSerializer):
    """The file itself, or its SHA-256."""

    sha256 = serializers.CharField(required=False, max_length=64)
    file = serializers.FileField(required=False)


class NumberedBody(FingerprintBody):
    """A number as it is cited, 表〔2026〕000123, and the file that bears it."""

    number = serializers.CharField(max_length=40)


class VerdictSerializer(serializers.Serializer):
    """`matches` is false for another file and for one that was changed by a byte; then nothing
    else is told.
    """

    matches = serializers.BooleanField()
    matched = serializers.CharField(required=False, help_text="相符的是哪种格式，或报表内容")
    title = serializers.CharField(required=False)
    unit = serializers.CharField(required=False)
    version = serializers.IntegerField(required=False)
    made_at = serializers.DateTimeField(required=False)
    sealed_at = serializers.DateTimeField(required=False, allow_null=True)
    sha256 = serializers.CharField(required=False)
    is_intact = serializers.BooleanField(required=False, help_text="留存的内容与其指纹相符")


def answered(number: str, words: Mapping[str, Any]) -> Response:
    """The verdict for what was sent. Raises InputRefused where neither file nor print was."""
    given, digest = words.get("file"), words.get("sha256", "").lower()
    if given is None and not digest:
        raise InputRefused(Fault("file", "required", "请上传文件，或填写其 SHA-256"))
    found = verified(number, digest_of(given.chunks()) if given is not None else digest)
    if found is None:
        return Response({"matches": False})
    return Response(
        {
            "matches": True,
            "matched": found.matched,
            "title": found.title,
            "unit": found.unit,
            "version": found.version,
            "made_at": found.made_at,
            "sealed_at": found.sealed_at,
            "sha256": found.sha256,
            "is_intact": found.is_intact,
        }
    )
