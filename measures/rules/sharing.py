"""A target shared out so that it adds up exactly. Values in, values out."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

# Said wherever targets are not handed down.
NOT_HANDED_DOWN: Final = (
    "《优质中小企业梯度培育管理办法》（工信部企业〔2026〕2号）突出质量，不提倡层层下达数量指标"
    "（单一来源，待核），本系统已关闭目标分解，只看全市"
)


def shared(total: int, weights: Sequence[int]) -> list[int]:
    """`total` by weights, in whole numbers that add up to it: the largest remainders get what is
    left, the first of equal ones. Without any weight everybody gets the same.
    """
    if not weights:
        raise ValueError("nobody to share with")
    if total < 0 or any(weight < 0 for weight in weights):
        raise ValueError("only what there is can be shared")
    whole = sum(weights)
    parts = [
        Fraction(total * w, whole) if whole else Fraction(total, len(weights)) for w in weights
    ]
    given = [part.__floor__() for part in parts]
    behind = sorted(range(len(parts)), key=lambda n: given[n] - parts[n])
    for n in behind[: total - sum(given)]:
        given[n] += 1
    return given


def targets(openings: Sequence[int], value: int, weights: Sequence[int]) -> list[int]:
    """Everybody's end of the way: what he has and his share of what is missing.

    Where the target lies below what there is (F1, F2) it is shared out by what everybody has.
    """
    missing = value - sum(openings)
    if missing < 0:
        return shared(value, openings)
    return [has + more for has, more in zip(openings, shared(missing, weights), strict=True)]
