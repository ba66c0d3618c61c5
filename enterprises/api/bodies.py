"""Bodies of requests about enterprises: codes in, checked for shape only."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from django.db.models import Model
from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from enterprises.choices import (
    EnterpriseKind,
    EnterpriseStatus,
    OwnershipKind,
    ScaleKind,
    ScaleStage,
    SizeClass,
    Wugu,
)
from enterprises.models import Industry, IndustryChain, Place
from wuhan_smes.accounts.models import Jurisdiction, User
from wuhan_smes.web.serializers import ProductSerializer

M = TypeVar("M", bound=Model)
S = TypeVar("S", bound=type[ProductSerializer])


def example(body: dict[str, Any]) -> Callable[[S], S]:
    """Shows `body` as the example of a request in the schema."""
    shown = OpenApiExample("示例", body, request_only=True)
    return cast("Callable[[S], S]", extend_schema_serializer(examples=[shown]))


class UsernameField(serializers.SlugRelatedField):
    """The name an account signs in by, the id of the account for the action."""

    default_error_messages = {"does_not_exist": "没有账号“{value}”", "invalid": "账号应为文字"}

    def __init__(self, **options: Any) -> None:
        super().__init__("username", queryset=User.objects.get_queryset(), **options)

    def to_internal_value(self, data: Any) -> int:
        return super().to_internal_value(data).pk  # type: ignore[no-any-return]


class CodeField(serializers.SlugRelatedField):
    """A code in the body, the id of its row for the action."""

    default_error_messages = {
        "does_not_exist": "没有代码“{value}”",
        "invalid": "代码应为文字",
    }

    def __init__(self, model: type[M], **options: Any) -> None:
        super().__init__("code", queryset=model._default_manager.get_queryset(), **options)

    def to_internal_value(self, data: Any) -> int:
        return super().to_internal_value(data).pk  # type: ignore[no-any-return]


@example(
    {
        "uscc": "91420100MAXX00015X",
        "name": "武汉示例光电科技有限公司",
        "jurisdiction": "jiangxia",
        "industry_code": "C3976",
        "established_on": "2016-05-12",
        "on": "2026-01-05",
    }
)
class CreateBody(ProductSerializer):
    uscc = serializers.CharField(max_length=60, allow_null=True, default=None)
    name = serializers.CharField(max_length=400)
    kind = serializers.ChoiceField(EnterpriseKind.choices, default=EnterpriseKind.COMPANY)
    jurisdiction = CodeField(Jurisdiction, source="jurisdiction_id")
    on = serializers.DateField(required=False, help_text="纳入管理日期，默认今天")
    industry_code = CodeField(Industry, source="industry_id", required=False)
    established_on = serializers.DateField(required=False)
    statutory_code = serializers.RegexField(r"^[0-9]{6}$", required=False)
    tags = serializers.ListField(child=serializers.CharField(max_length=60), required=False)
    source = serializers.CharField(max_length=200, required=False)  # type: ignore[assignment] # a body may call a field so


@example({"tags": ["高新技术企业"], "statutory_code": "420115"})
class AmendBody(ProductSerializer):
    uscc = serializers.CharField(max_length=60, allow_null=True, required=False)
    kind = serializers.ChoiceField(EnterpriseKind.choices, required=False)
    established_on = serializers.DateField(required=False, allow_null=True)
    statutory_code = serializers.RegexField(r"^[0-9]{6}$", required=False, allow_blank=True)
    tags = serializers.ListField(child=serializers.CharField(max_length=60), required=False)


@example({"jurisdiction": "jiangxia", "on": "2026-02-01", "reason": "厂区搬迁"})
class MoveBody(ProductSerializer):
    jurisdiction = CodeField(Jurisdiction, source="to_jurisdiction_id")
    on = serializers.DateField()
    reason = serializers.CharField(max_length=200)


@example(
    {
        "uscc": "91420100MAXX00015X",
        "jurisdiction": "jiangxia",
        "on": "2026-02-01",
        "reason": "已迁入本区",
    }
)
class AskForBody(MoveBody):
    uscc = serializers.CharField(max_length=60)


@example(
    {"name": "武汉示例光电股份有限公司", "on": "2026-02-01", "document_no": "鄂市监变〔2026〕1号"}
)
class RenameBody(ProductSerializer):
    name = serializers.CharField(max_length=400)
    on = serializers.DateField()
    document_no = serializers.CharField(max_length=60, required=False, allow_blank=True)


@example({"on": "2026-02-01", "reason": "办理注销登记", "status": "deregistered"})
class LeaveBody(ProductSerializer):
    on = serializers.DateField()
    reason = serializers.CharField(max_length=200)
    status = serializers.ChoiceField(
        [
            (status.value, status.label)
            for status in (EnterpriseStatus.DEREGISTERED, EnterpriseStatus.MOVED_OUT)
        ],
        default=EnterpriseStatus.DEREGISTERED,
    )


@example({"on": "2026-02-03", "reason": "误注销"})
class ReviveBody(ProductSerializer):
    on = serializers.DateField()
    reason = serializers.CharField(max_length=200)


class NoteBody(ProductSerializer):
    note = serializers.CharField(max_length=200, allow_blank=True, default="")


class RequiredNoteBody(ProductSerializer):
    note = serializers.CharField(max_length=200)


class DatedBody(ProductSerializer):
    on = serializers.DateField()
    source = serializers.CharField(max_length=200, required=False, allow_blank=True)  # type: ignore[assignment] # a body may call a field so


@example({"industry_code": "C3976", "on": "2026-01-01"})
class IndustryBody(DatedBody):
    industry_code = CodeField(Industry, source="industry_id")


@example({"chain": "v21_ai", "is_primary": True, "on": "2026-01-01"})
class JoinBody(DatedBody):
    chain = CodeField(IndustryChain, source="chain_id")
    is_primary = serializers.BooleanField(default=False)


class QuitBody(ProductSerializer):
    chain = CodeField(IndustryChain, source="chain_id")
    on = serializers.DateField()


@example({"street": "420115001", "wugu": "guanggu", "address": "示例路 1 号", "on": "2026-01-01"})
class PlaceBody(DatedBody):
    street = CodeField(Place, source="street_id", required=False, allow_null=True)
    park = CodeField(Place, source="park_id", required=False, allow_null=True)
    building = CodeField(Place, source="building_id", required=False, allow_null=True)
    cluster = CodeField(Place, source="cluster_id", required=False, allow_null=True)
    wugu = serializers.ChoiceField(Wugu.choices, required=False, allow_blank=True)
    address = serializers.CharField(max_length=200, required=False, allow_blank=True)


@example({"year": 2025, "size_class": "small"})
class SizeBody(ProductSerializer):
    year = serializers.IntegerField(min_value=1990, max_value=2100)
    size_class = serializers.ChoiceField(
        SizeClass.choices,
        required=False,
        help_text="不填时按该年度指标和企业划型标准测算，数据不全则拒绝",
    )
    source = serializers.CharField(max_length=200, required=False, allow_blank=True)  # type: ignore[assignment] # a body may call a field so


@example({"kind": "industrial", "stage": "entered", "on": "2026-01-01", "confirmed_by": "市统计局"})
class ScaleBody(DatedBody):
    kind = serializers.ChoiceField(ScaleKind.choices)
    stage = serializers.ChoiceField(ScaleStage.choices)
    confirmed_by = serializers.CharField(max_length=60, required=False, allow_blank=True)


class ContactBody(ProductSerializer):
    name = serializers.CharField(max_length=60)
    phone = serializers.RegexField(r"^[0-9+()（） \-转]{0,30}$", required=False, allow_blank=True)
    email = serializers.EmailField(required=False, allow_blank=True)
    post = serializers.CharField(max_length=60, required=False, allow_blank=True)
    is_primary = serializers.BooleanField(default=False)


class OwnershipBody(ProductSerializer):
    kind = serializers.ChoiceField(OwnershipKind.choices)
    other_name = serializers.CharField(max_length=200)
    other_uscc = serializers.CharField(max_length=60, required=False, allow_blank=True)
    share_percent = serializers.DecimalField(
        max_digits=5, decimal_places=2, required=False, allow_null=True
    )
    valid_from = serializers.DateField()
    source = serializers.CharField(max_length=200, required=False, allow_blank=True)  # type: ignore[assignment] # a body may call a field so


class UnlinkBody(ProductSerializer):
    on = serializers.DateField()
