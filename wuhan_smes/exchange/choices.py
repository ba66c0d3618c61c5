"""The closed vocabularies of importing."""

from django.db import models


class ImportState(models.TextChoices):
    """Where an import stands when no job is at work on it."""

    UPLOADED = "uploaded", "已上传"
    MAPPING = "mapping", "待确认列"
    CHECKED = "checked", "待导入"
    APPLIED = "applied", "已导入"
    REVERTED = "reverted", "已撤回"
    CANCELLED = "cancelled", "已放弃"


class Step(models.TextChoices):
    """What a job at work on an import is doing."""

    READING = "reading", "读取中"
    CHECKING = "checking", "检查中"
    APPLYING = "applying", "导入中"
    REVERTING = "reverting", "撤回中"


class Verdict(models.TextChoices):
    """What the dry run says of one row."""

    NEW = "new", "新增"
    CHANGED = "changed", "变更"
    UNCHANGED = "unchanged", "无变化"
    CONFLICT = "conflict", "有冲突"
    DOUBTFUL = "doubtful", "待确认企业"
    TRANSFER = "transfer", "外单位企业"
    REFUSED = "refused", "有错误"


class Matched(models.TextChoices):
    """How a row found its subject."""

    CODE = "code", "统一社会信用代码"
    NAME = "name", "现名称"
    FORMER_NAME = "former_name", "曾用名"
    REMEMBERED = "remembered", "以往选择"
    CHOSEN = "chosen", "人工选择"


class ConflictChoice(models.TextChoices):
    """What a person decided about a row that contradicts a better source."""

    FILE = "file", "采用文件值"
    REGISTER = "register", "保留原值"


class SourceRank(models.IntegerChoices):
    """Who says so. A lower number is believed first; equal ones, the later."""

    ANNOUNCEMENT = 10, "认定机关公告"
    STATISTICS = 20, "统计部门名单"
    BUREAU = 30, "市级台账"
    DISTRICT = 40, "区级台账"
    REPORTED = 50, "企业填报"


class Operation(models.TextChoices):
    """What an import did to one row of the register."""

    ADDED = "added", "新增"
    SUPERSEDED = "superseded", "被替代"
    UPDATED = "updated", "修改"


class Mode(models.TextChoices):
    """How an import was applied."""

    ALL = "all", "全部导入"
    GOOD = "good", "只导入无误的行"
