"""The closed vocabularies of exports and reports."""

from django.db import models


class Layout(models.TextChoices):
    """How a list of any length leaves."""

    XLSX = "xlsx", "Excel 表格（xlsx）"
    CSV = "csv", "纯数据（csv）"


class ReportLayout(models.TextChoices):
    """How a table leaves: as a list may, or as a paper to be stamped."""

    XLSX = "xlsx", "Excel 表格（xlsx）"
    CSV = "csv", "纯数据（csv）"
    DOCX = "docx", "公文格式（docx）"
    PDF = "pdf", "版式文件（pdf）"


class ExportState(models.TextChoices):
    """How far the making of a file came."""

    OPEN = "open", "生成中"
    DONE = "done", "已完成"
    FAILED = "failed", "未完成"
    CUT = "cut", "下载中断"


class RunState(models.TextChoices):
    """How far a report came; a sealed one never changes again."""

    OPEN = "open", "生成中"
    DONE = "done", "已生成"
    SEALED = "sealed", "已封存"


class HandInState(models.TextChoices):
    """Where a unit's table of a period stands."""

    AWAITED = "awaited", "待报送"
    HANDED = "handed", "已报送待复核"
    RETURNED = "returned", "已退回"
    ACCEPTED = "accepted", "已接收"


class HandInMove(models.TextChoices):
    """What is done with it."""

    HAND_IN = "hand_in", "报送"
    SEND_BACK = "send_back", "退回"
    ACCEPT = "accept", "接收"
