"""Bodies of requests about imports, checked for shape only."""

from typing import Any, Final

from rest_framework import serializers

from wuhan_smes.exchange.choices import ConflictChoice, Mode, SourceRank
from wuhan_smes.web.serializers import ProductSerializer

MOST_ROWS: Final = 20_000
MOST_CHOSEN: Final = 5_000
EITHER: Final = "file 与 rows 二选一"


class UploadBody(ProductSerializer):
    """A file (multipart), or the rows themselves (JSON)."""

    kind = serializers.CharField(max_length=40, help_text="名单类型代码，见 import-kinds/")
    file = serializers.FileField(required=False, help_text=f"xlsx、xls、csv；{EITHER}")
    rows = serializers.ListField(
        child=serializers.DictField(),
        required=False,
        allow_empty=False,
        max_length=MOST_ROWS,
        help_text=f"每行 {{字段代码: 值}}；{EITHER}",
    )
    rank = serializers.ChoiceField(
        SourceRank.choices, required=False, help_text="来源，默认按名单类型；数字小的优先"
    )
    answers = serializers.JSONField(required=False, help_text="整个文件的说明 {字段代码: 值}")
    follows = serializers.IntegerField(required=False, help_text="更正自哪一次导入")

    def validate_answers(self, answers: Any) -> dict[str, str]:
        if not isinstance(answers, dict):
            raise serializers.ValidationError("应为 {字段代码: 值}")
        return {str(name): str(value) for name, value in answers.items()}

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if ("file" in attrs) == ("rows" in attrs):
            raise serializers.ValidationError({"file": EITHER})
        return attrs


class ColumnsBody(ProductSerializer):
    columns = serializers.DictField(
        child=serializers.DictField(child=serializers.CharField(allow_blank=True, max_length=40)),
        help_text="{表序号: {列序号: 字段代码}}，都从 0 数起；空串表示不导入该列",
    )
    answers = serializers.DictField(
        child=serializers.CharField(allow_blank=True, max_length=200), required=False
    )


class ChooseBody(ProductSerializer):
    row = serializers.IntegerField(help_text="行编号，见 rows/")
    subject = serializers.IntegerField(allow_null=True, help_text="对象编号；null 表示都不是")
    remember = serializers.BooleanField(default=True, help_text="以后同名不再询问")


class SettleBody(ProductSerializer):
    chosen = serializers.ChoiceField(ConflictChoice.choices)
    rows = serializers.ListField(
        child=serializers.IntegerField(),
        required=False,
        allow_empty=False,
        max_length=MOST_CHOSEN,
        help_text="行编号；不填为全部冲突行",
    )


class ApplyBody(ProductSerializer):
    mode = serializers.ChoiceField(
        Mode.choices, help_text="all：有待处理的行则拒绝；good：只导入无误的行，其余保留"
    )


class RevertBody(ProductSerializer):
    reason = serializers.CharField(max_length=200)


class AliasBody(ProductSerializer):
    kind = serializers.CharField(max_length=40, help_text="名单类型代码")
    field = serializers.CharField(max_length=40, help_text="字段代码")
    alias = serializers.CharField(max_length=80, help_text="表头写法")


class ForgetBody(ProductSerializer):
    kind = serializers.CharField(max_length=40, help_text="名单类型代码")
