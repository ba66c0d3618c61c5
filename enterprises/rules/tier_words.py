"""What people call the titles in lists and forms, beside their official names."""

from collections.abc import Mapping
from typing import Final

from enterprises.choices import Tier

ALSO: Final[Mapping[str, Tier]] = {
    "科技型": Tier.TECH_SME,
    "创新型": Tier.INNOVATIVE_SME,
    "专精特新": Tier.SRDI_SME,
    "省级专精特新": Tier.SRDI_SME,
    "专精特新企业": Tier.SRDI_SME,
    "小巨人": Tier.LITTLE_GIANT,
    "专精特新小巨人": Tier.LITTLE_GIANT,
    "国家级专精特新小巨人": Tier.LITTLE_GIANT,
    "专精特新小巨人企业": Tier.LITTLE_GIANT,
    "重点小巨人": Tier.KEY_LITTLE_GIANT,
    "单项冠军": Tier.CHAMPION,
    "制造业单项冠军": Tier.CHAMPION,
    "省级单项冠军": Tier.CHAMPION_PROVINCIAL,
    "独角兽": Tier.UNICORN,
    "瞪羚": Tier.GAZELLE,
}
QUOTED: Final = str.maketrans("", "", '“”"「」')


def tier_words() -> Mapping[str, str]:
    """Every name of a title with its code; the union of the base titles is given to nobody."""
    named = {tier.label: tier.value for tier in Tier if tier != Tier.TECH_INNOVATIVE}
    return named | {word: tier.value for word, tier in ALSO.items()}


def tier_meant(said: str) -> str | None:
    """The code of a title by its code or any of its names, however they are quoted."""
    word = said.strip().translate(QUOTED)
    plain = {name.translate(QUOTED): code for name, code in tier_words().items()}
    return plain.get(word) or (word if word in plain.values() else None)
