"""What enterprises are classified by, as files."""

from typing import Final

from enterprises.models import (
    ChainMapping,
    Industry,
    IndustryChain,
    Place,
    SizeThreshold,
    TierDefinition,
)
from wuhan_smes.reporting.expressions import last_day
from wuhan_smes.reporting.lists import ListExport, Shown, columns_of

SIZES: Final = (("small", "小型"), ("medium", "中型"), ("large", "大型"))

CHAINS: Final = ListExport(
    "chains",
    "产业链",
    columns_of(
        IndustryChain,
        "code",
        "name",
        "version",
        "group",
        ("parent__code", "上级代码"),
        "valid_from",
        Shown("有效期至", last_day("valid_until"), "date", 12),
        "source",
    ),
)

MAPPINGS: Final = ListExport(
    "chain-mappings",
    "产业链对应",
    columns_of(
        ChainMapping,
        ("earlier__code", "原产业链代码"),
        ("earlier__name", "原产业链"),
        ("later__code", "新产业链代码"),
        ("later__name", "新产业链"),
        "note",
    ),
)

INDUSTRIES: Final = ListExport(
    "industries",
    "国民经济行业",
    columns_of(Industry, "code", "name", "level", ("parent__code", "上级代码")),
)

PLACES: Final = ListExport(
    "places",
    "街道、园区与集群",
    columns_of(
        Place, "code", "kind", "name", ("jurisdiction__name", "管理单位"), "township_code", "note"
    ),
)

TIERS: Final = ListExport(
    "tiers",
    "梯度层级",
    columns_of(
        TierDefinition,
        ("name", "名称"),
        "recogniser_level",
        "valid_months",
        "ladder_rank",
        "display_rank",
        "prerequisites",
        "note",
        "source",
    ),
)

THRESHOLDS: Final = ListExport(
    "size-thresholds",
    "企业划型标准",
    columns_of(
        SizeThreshold,
        "code",
        "category",
        "prefixes",
        *((f"staff_{size}", f"{word}从业人员（人）") for size, word in SIZES),
        *((f"revenue_{size}", f"{word}营业收入（万元）") for size, word in SIZES),
        *((f"assets_{size}", f"{word}资产总额（万元）") for size, word in SIZES),
        "note",
        "source",
    ),
)
