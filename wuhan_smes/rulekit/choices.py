"""The closed vocabularies of rules."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from django.db import models


class Layer(models.TextChoices):
    """Who speaks, in the order in which a later one overrides the lines of an earlier one."""

    NATIONAL = "national", "国家办法"
    PROVINCIAL = "provincial", "省级细则"
    NOTICE = "notice", "年度通知"


class Role(models.TextChoices):
    """What a criterion is for."""

    BASE = "base", "基本条件"
    HARD = "hard", "必备条件"
    DIRECT = "direct", "直通条件"
    SCORE = "score", "评分指标"
    VETO = "veto", "否决情形"
    EXCLUSION = "exclusion", "排除情形"
    SUBCLASS = "subclass", "子类判定"
    INSPECTION_TRIGGER = "inspection_trigger", "现场核查情形"
    PROCESS = "process", "办理要求"


class CriterionKind(models.TextChoices):
    TEST = "test", "数据判定"
    BANDS = "bands", "分档计分"
    MANUAL = "manual", "人工判定"


class Change(models.TextChoices):
    """What a layer does to one line of the layers below it."""

    ADD = "add", "新增"
    REPLACE = "replace", "替换"
    DISABLE = "disable", "不适用"
    NOTE = "note", "说明"


class Result(models.TextChoices):
    """What became of a criterion, or of a whole rule set."""

    MET = "met", "符合"
    UNMET = "unmet", "不符合"
    UNKNOWN = "unknown", "数据缺失"
    MANUAL = "manual_review", "待人工判定"
    EXEMPT = "exempt", "豁免"
    NOT_APPLICABLE = "not_applicable", "不适用"


class DraftState(models.TextChoices):
    """How far a coming version has got."""

    DRAFT = "draft", "起草中"
    PROPOSED = "proposed", "待施行"
    IN_FORCE = "in_force", "已施行"
    DROPPED = "dropped", "已作废"


class Op(models.TextChoices):
    AT_LEAST = ">=", "不低于"
    AT_MOST = "<=", "不高于"
    MORE = ">", "高于"
    LESS = "<", "低于"
    EQUAL = "==", "等于"
    IN = "in", "属于"
    IS_TRUE = "is_true", "是"
    IS_FALSE = "is_false", "否"
    CONTAINS_ANY = "contains_any", "含有其一"
    CONTAINS_NONE = "contains_none", "均不含有"


class Period(models.TextChoices):
    """Which time a test looks at; Y is the year of the application or review round."""

    AS_OF = "as_of", "申报之日"
    THIS_YEAR = "Y", "本年度"
    LAST_YEAR = "Y-1", "上年度"
    LAST_YEAR_END = "Y-1_end", "上年末"
    TWO_YEARS = "Y-2..Y-1", "近两年"
    THREE_YEARS = "Y-3..Y-1", "近三年"
    LAST_AND_THIS = "Y-1..Y", "上年与本年"
    SINCE_LAST_YEAR = "Y-1..now", "上年以来"
    THREE_YEARS_TILL_NOW = "Y-3..now", "近三年以来"
    FIVE_YEARS_TILL_NOW = "Y-5..now", "近五年以来"


class Agg(models.TextChoices):
    """How several years make one answer."""

    EACH = "each", "每年均"
    ANY = "any", "任一年"
    SUM = "sum", "合计"
    AVG = "avg", "平均"


NUMERIC: Final = frozenset({Op.AT_LEAST, Op.AT_MOST, Op.MORE, Op.LESS, Op.EQUAL})
# The years a period is made of, counted from Y.
YEARS: Final[Mapping[Period, tuple[int, ...]]] = MappingProxyType(
    {
        Period.THIS_YEAR: (0,),
        Period.LAST_YEAR: (-1,),
        Period.LAST_YEAR_END: (-1,),
        Period.TWO_YEARS: (-2, -1),
        Period.THREE_YEARS: (-3, -2, -1),
        Period.LAST_AND_THIS: (-1, 0),
    }
)
# The year since which dated records count, up to the day of the application.
SINCE: Final[Mapping[Period, int]] = MappingProxyType(
    {
        Period.SINCE_LAST_YEAR: -1,
        Period.THREE_YEARS_TILL_NOW: -3,
        Period.FIVE_YEARS_TILL_NOW: -5,
    }
)
# Roles whose criteria must be met whichever layer adds them.
OBLIGING: Final = frozenset({Role.BASE, Role.HARD, Role.VETO, Role.EXCLUSION})
