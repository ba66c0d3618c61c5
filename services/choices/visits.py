"""The closed vocabularies of visits. Everything may import them."""

from django.db import models


class VisitMode(models.TextChoices):
    PLACE = "place", "实地"
    ONLINE = "online", "线上"
    PHONE = "phone", "电话"


class VisitRank(models.TextChoices):
    """Who came, as of that day, highest first. A visit of a station is counted as the station's,
    whoever went along; the others are the visits of leaders and departments.
    """

    CITY_LEADER = "city_leader", "市领导"
    DEPARTMENT = "department", "市直部门"
    DISTRICT = "district", "区级"
    STATION = "station", "服务站"


class Purpose(models.TextChoices):
    """Why one goes; a visit may have several."""

    ROUTINE = "routine", "日常走访"
    POLICY = "policy", "政策宣讲"
    NEEDS = "needs", "收集诉求"
    FOLLOW_UP = "follow_up", "诉求回访"
    CULTIVATION = "cultivation", "梯度培育"
    RENEWAL = "renewal", "到期复核提醒"
    OPERATION = "operation", "运行监测"
    FINANCE = "finance", "融资对接"
    TALENT = "talent", "用工与人才"
    SAFETY = "safety", "安全提示"


class Confirmation(models.TextChoices):
    """Whether the enterprise agrees that the visit took place as written."""

    PENDING = "pending", "待确认"
    CONFIRMED = "confirmed", "已确认"


class ConfirmedBy(models.TextChoices):
    """How the enterprise said so."""

    SIGNATURE = "signature", "现场签字"
    CALL = "call", "电话核实"
    LINK = "link", "链接确认"


class LocationSource(models.TextChoices):
    DEVICE = "device", "手机定位"
    PHOTO = "photo", "照片信息"
