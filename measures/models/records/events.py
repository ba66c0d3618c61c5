"""What was held, who entered a contest and who goes with them, and who is coming to the city."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from enterprises.choices import Tier
from measures.choices import ContestGroup, ContestResult, CountOver, EventForm, LeadStage
from measures.models.records.base import UnitRecord, amounts, known
from measures.rules.records import Count, Kind

TOTAL, YEAR = CountOver.TOTAL, CountOver.YEAR


class PublicEvent(UnitRecord):
    """A fair, a matching, a training: held on a day, with what came of it."""

    form = models.CharField("形式", max_length=20, choices=EventForm)
    special = models.BooleanField("专精特新专场", default=False)
    enterprises = models.PositiveIntegerField("参加企业（家次）", null=True, blank=True)
    attendance = models.PositiveIntegerField("参加人次", null=True, blank=True)
    posts = models.PositiveIntegerField("岗位（个）", null=True, blank=True)
    intents = models.PositiveIntegerField("达成意向（项）", null=True, blank=True)
    amount = models.DecimalField(
        "对接金额（元）", max_digits=16, decimal_places=2, null=True, blank=True
    )

    told = Kind(
        "events",
        "招聘、对接、培训、展会等活动及成效",
        (
            Count(
                "campus-fairs", "校园招聘活动", "场", YEAR, where={"form": EventForm.CAMPUS_FAIR}
            ),
            Count(
                "special-fairs",
                "专精特新专场招聘活动",
                "场",
                YEAR,
                where={"form": EventForm.FAIR, "special": True},
                clauses=("20e",),
            ),
            Count(
                "fair-enterprises",
                "专场招聘参加企业",
                "家",
                YEAR,
                "enterprises",
                {"form": EventForm.FAIR, "special": True},
            ),
            Count(
                "fair-posts",
                "专场招聘提供岗位",
                "个",
                YEAR,
                "posts",
                {"form": EventForm.FAIR, "special": True},
                clauses=("20f",),
            ),
            Count(
                "managers-trained",
                "培训企业管理人员",
                "人次",
                YEAR,
                "attendance",
                {"form": EventForm.MANAGERS},
            ),
            Count(
                "workers-trained",
                "企业职工培训",
                "人次",
                YEAR,
                "attendance",
                {"form": EventForm.WORKERS},
            ),
            Count(
                "project-matchings",
                "围绕重大项目的供需对接",
                "场",
                YEAR,
                where={"form": EventForm.PROJECT_MATCHING},
            ),
            Count(
                "chain-matchings",
                "围绕产业链的供需对接",
                "场",
                YEAR,
                where={"form": EventForm.CHAIN_MATCHING},
            ),
            Count(
                "finance-services",
                "融资对接服务企业",
                "家次",
                TOTAL,
                "enterprises",
                {"form": EventForm.FINANCE},
            ),
            Count(
                "finance-amount",
                "融资对接促进融资",
                "元",
                TOTAL,
                "amount",
                {"form": EventForm.FINANCE},
            ),
            Count("exhibitions", "展会", "场", YEAR, where={"form": EventForm.EXHIBITION}),
            Count("intents", "对接达成意向", "项", YEAR, "intents"),
            Count("service-events", "助企活动", "场", TOTAL, where={"form": EventForm.SERVICE}),
        ),
        ("16a", "17a", "17c", "17f", "20e", "20f", "21a"),
    )

    class Meta(UnitRecord.Meta):
        verbose_name = verbose_name_plural = "活动与对接"
        constraints = [
            *UnitRecord.Meta.constraints,
            known("form", EventForm),
            *amounts("amount"),
        ]


class ContestEntry(UnitRecord):
    """A project in 创客中国: a team first, perhaps an enterprise later (`uscc`)."""

    group = models.CharField("组别", max_length=12, choices=ContestGroup)
    result = models.CharField(
        "赛果", max_length=12, choices=ContestResult, default=ContestResult.ENTERED
    )
    team = models.CharField("团队或企业", max_length=120)
    uscc = models.CharField("成立企业代码", max_length=18, blank=True)
    founded_on = models.DateField("成立企业日期", null=True, blank=True)

    told = Kind(
        "contest-entries",
        "“创客中国”参赛项目，从团队到企业",
        (
            Count("entries", "参赛项目", "个", TOTAL),
            Count(
                "honoured",
                "市级以上获奖或入围",
                "个",
                TOTAL,
                where={
                    "result__in": [
                        ContestResult.MUNICIPAL,
                        ContestResult.TOP,
                        ContestResult.TOP_50,
                    ]
                },
                clauses=("3a",),
            ),
            Count("founded", "团队成立企业", "家", TOTAL, on="founded_on"),
        ),
        ("3a", "3b"),
    )

    class Meta(UnitRecord.Meta):
        verbose_name = verbose_name_plural = "创客中国参赛项目"
        constraints = [
            *UnitRecord.Meta.constraints,
            known("group", ContestGroup),
            known("result", ContestResult),
        ]


class AccompanyTeam(UnitRecord):
    """Who goes with a project of the contest, from when to when (陪跑)."""

    entry = models.CharField("参赛项目编号", max_length=40)
    lead = models.CharField("陪跑负责人", max_length=60)
    members = models.CharField("成员单位", max_length=200, blank=True)
    services = models.PositiveIntegerField("已开展服务（次）", null=True, blank=True)

    told = Kind(
        "accompany-teams",
        "全国入围项目的陪跑团队",
        (
            Count("standing", "在陪跑项目", "个", CountOver.STOCK, clauses=("3b",)),
            Count("services", "陪跑服务", "次", TOTAL, "services"),
        ),
        ("3b",),
    )

    class Meta(UnitRecord.Meta):
        verbose_name = verbose_name_plural = "陪跑团队"


class IncomingLead(UnitRecord):
    """An enterprise that may come to the city, with the titles it would bring along."""

    origin = models.CharField("来源地", max_length=60, blank=True)
    stage = models.CharField("进展", max_length=12, choices=LeadStage, default=LeadStage.CONTACT)
    signed_on = models.DateField("签约日期", null=True, blank=True)
    registered_on = models.DateField("登记日期", null=True, blank=True)
    uscc = models.CharField("登记代码", max_length=18, blank=True)
    titles = ArrayField(
        models.CharField(max_length=30, choices=Tier),
        verbose_name="带来称号",
        default=list,
        blank=True,
    )

    told = Kind(
        "incoming-leads",
        "引进企业线索，从初次接触到登记落户",
        (
            Count("leads", "引进线索", "条", TOTAL),
            Count("registered", "登记落户", "家", TOTAL, on="registered_on", clauses=("1g",)),
            Count(
                "with-titles",
                "带称号落户",
                "家",
                TOTAL,
                where={"titles__len__gt": 0},
                on="registered_on",
            ),
        ),
        ("1g",),
    )

    class Meta(UnitRecord.Meta):
        verbose_name = verbose_name_plural = "引进企业线索"
        constraints = [
            *UnitRecord.Meta.constraints,
            known("stage", LeadStage),
            models.CheckConstraint(
                condition=~models.Q(stage=LeadStage.REGISTERED)
                | models.Q(registered_on__isnull=False),
                name="incominglead_registered_on_a_day",
                violation_error_message="登记落户须填写登记日期",
            ),
        ]
