"""Vocabularies of stations, the people registered there and what they arrange."""

from django.db import models


class StationKind(models.TextChoices):
    """What a station is run by. Which kinds exist is the bureau's to confirm."""

    STREET = "street", "街道"
    PARK = "park", "园区"
    BUILDING = "building", "楼宇"
    ASSOCIATION = "association", "商协会"
    INSTITUTION = "institution", "服务机构"


class FilingState(models.TextChoices):
    """Where the filing (备案) of a specialist stands."""

    APPLIED = "applied", "待核准"
    APPROVED = "approved", "已备案"
    DECLINED = "declined", "已退回"
    ENDED = "ended", "已离任"


# A filing that was approved counts on its days, also after the person has left.
FILED = (FilingState.APPROVED, FilingState.ENDED)


class EventKind(models.TextChoices):
    """What kind of gathering a station or a unit held for enterprises."""

    POLICY = "policy", "政策宣讲"
    FINANCE = "finance", "融资对接"
    MARKET = "market", "供需对接"
    TRAINING = "training", "培训"
    DIAGNOSIS = "diagnosis", "诊断服务"
    RECRUITMENT = "recruitment", "招聘"
    LEGAL = "legal", "法律服务"
    OTHER = "other", "其他"
