"""What is asked of a batch between its list and its titles."""

from rest_framework import serializers

from enterprises.api.bodies import example
from enterprises.api.days import DayField
from enterprises.api.title_bodies import MOST_ENTERPRISES, LongText
from enterprises.choices.holding import BatchSource, ExpertOutcome, ObjectionOutcome
from enterprises.rules.recommending import DECISIONS
from wuhan_smes.web.serializers import ProductSerializer

MOST_WORKDAYS = 250


@example({"source": "ready"})
class ListedBody(ProductSerializer):
    # named like an attribute of the framework
    source = serializers.ChoiceField(BatchSource.choices)  # type: ignore[assignment] # see above


@example({"on": "2026-03-04", "workdays": 10})
class FreezeBody(ProductSerializer):
    on = DayField(required=False, help_text="名单与评估以这一天为准，默认今天")
    workdays = serializers.IntegerField(
        required=False, min_value=1, max_value=MOST_WORKDAYS, help_text="推荐期限，工作日"
    )


@example({"reason": "漏列"})
class BatchReasonBody(ProductSerializer):
    reason = serializers.CharField(max_length=200)


class QuotaBody(ProductSerializer):
    jurisdiction = serializers.CharField(help_text="管理单位代码")
    quota = serializers.IntegerField(min_value=0, max_value=9999, allow_null=True)


@example({"quotas": [{"jurisdiction": "jiangxia", "quota": 12}]})
class AllotBody(ProductSerializer):
    quotas = QuotaBody(many=True)


class WordBody(ProductSerializer):
    enterprise = serializers.IntegerField()
    state = serializers.ChoiceField([(it.value, it.label) for it in DECISIONS])
    rank = serializers.IntegerField(required=False, allow_null=True, min_value=1, max_value=9999)
    note = LongText(help_text="不予推荐须说明理由")


@example({"enterprises": [{"enterprise": 1024, "state": "recommended", "rank": 1}]})
class RecommendBody(ProductSerializer):
    enterprises = WordBody(many=True)


@example({"jurisdiction": "jiangxia"})
class SubmitBody(ProductSerializer):
    jurisdiction = serializers.CharField(help_text="管理单位代码")


@example({"jurisdiction": "jiangxia", "reason": "补充材料"})
class HandBackBody(SubmitBody):
    reason = serializers.CharField(max_length=200)


class ResultBody(ProductSerializer):
    enterprise = serializers.IntegerField()
    outcome = serializers.ChoiceField(ExpertOutcome.choices)
    note = LongText()


@example({"results": [{"enterprise": 1024, "outcome": "passed", "note": ""}]})
class ResultsBody(ProductSerializer):
    results = ResultBody(many=True)


@example({"enterprises": [1024], "reason": "录错"})
class TakeBackBody(BatchReasonBody):
    enterprises = serializers.ListField(
        child=serializers.IntegerField(), min_length=1, max_length=MOST_ENTERPRISES
    )


@example(
    {"candidate": 7, "raised_on": "2026-03-11", "raised_by": "示例甲", "text": "营收与申报不符"}
)
class ObjectBody(ProductSerializer):
    candidate = serializers.IntegerField(help_text="名单行编号")
    raised_on = DayField()
    raised_by = serializers.CharField(max_length=60)
    text = serializers.CharField(max_length=2000)


@example({"outcome": "dismissed", "settlement": "经核实，数据一致"})
class SettleBody(ProductSerializer):
    outcome = serializers.ChoiceField(ObjectionOutcome.choices)
    settlement = serializers.CharField(max_length=300)
