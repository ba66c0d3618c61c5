"""Who gives out credit codes and to whom (GB 32100—2015, first two positions)."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

OTHER: Final = "其他"

AUTHORITIES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "1": "机构编制",
        "2": "外交",
        "3": "司法行政",
        "4": "文化",
        "5": "民政",
        "6": "旅游",
        "7": "宗教",
        "8": "工会",
        "9": "市场监管",
        "A": "中央军委改革和编制办公室",
        "N": "农业农村",
        "Y": "其他",
    }
)

CATEGORIES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "11": "机关",
        "12": "事业单位",
        "13": "群众团体",
        "21": "外国常驻新闻机构",
        "31": "律师执业机构",
        "32": "公证处",
        "33": "基层法律服务所",
        "34": "司法鉴定机构",
        "35": "仲裁委员会",
        "41": "外国在华文化中心",
        "51": "社会团体",
        "52": "民办非企业单位",
        "53": "基金会",
        "61": "外国旅游部门常驻代表机构",
        "62": "港澳台地区旅游部门常驻代表机构",
        "71": "宗教活动场所",
        "72": "宗教院校",
        "81": "基层工会",
        "91": "企业",
        "92": "个体工商户",
        "93": "农民专业合作社",
        "A1": "军队事业单位",
        "N1": "组级集体经济组织",
        "N2": "村级集体经济组织",
        "N3": "乡镇级集体经济组织",
    }
)


def authority(uscc: str) -> str:
    """The registration authority of a valid code."""
    return AUTHORITIES[uscc[0]]


def category(uscc: str) -> str:
    """The kind of subject a valid code names; 其他 where the standard has no own number."""
    return CATEGORIES.get(uscc[:2], OTHER)


def region(uscc: str) -> str:
    """The six digits of the place of registration. It is not the unit that manages the subject."""
    return uscc[2:8]


def region_warning(uscc: str, statutory_code: str) -> str:
    """A hint where the code was registered outside `statutory_code`; empty when it fits.

    Never a reason to refuse: a company keeps its code when it moves, and a functional zone
    has no region code of its own.
    """
    if not statutory_code or region(uscc) == statutory_code or region(uscc).endswith("00"):
        return ""
    return f"代码登记地为 {region(uscc)}，与所在行政区 {statutory_code} 不同，请核对是否迁入"
