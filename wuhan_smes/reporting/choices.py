"""The closed vocabularies of exports."""

from django.db import models


class Layout(models.TextChoices):
    XLSX = "xlsx", "Excel 表格（xlsx）"
    CSV = "csv", "纯数据（csv）"


class ExportState(models.TextChoices):
    """How far the making of a file came."""

    OPEN = "open", "生成中"
    DONE = "done", "已完成"
    FAILED = "failed", "未完成"
    CUT = "cut", "下载中断"
