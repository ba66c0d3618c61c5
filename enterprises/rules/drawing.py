"""双随机: who is drawn by a seed, so that whoever knows seed and list finds the same.

The place of a name is the SHA-256 of the seed, a line break and the name; the lowest come first.
With a shell: printf '%s\\n%s' SEED NAME | sha256sum
"""

import hashlib
from collections.abc import Collection, Iterable, Sequence

from wuhan_smes.errors import Fault, InputRefused

LEAST_SEED = 6


def place(seed: str, name: str) -> str:
    """Where a name comes in the draw of a seed."""
    return hashlib.sha256(f"{seed}\n{name}".encode()).hexdigest()


def drawn(seed: str, names: Iterable[str], count: int) -> list[str]:
    """The first `count` names of the draw; the order of the list does not matter."""
    return sorted(set(names), key=lambda name: place(seed, name))[:count]


def inspectors_of(seed: str, name: str, inspectors: Collection[str], count: int) -> list[str]:
    """Who checks a drawn enterprise: drawn anew for each, by the seed and its name."""
    return drawn(f"{seed}\n{name}", inspectors, count)


def fingerprint(names: Iterable[str]) -> str:
    """The list drawn from, as one number: its names in order, a line each."""
    return hashlib.sha256("\n".join(sorted(set(names))).encode()).hexdigest()


def require_drawable(seed: str, count: int, inspectors: Sequence[str], each: int) -> None:
    """Refuses a seed anybody could guess to be chosen, nobody to check, and nothing to draw."""
    faults = []
    if len(seed.strip()) < LEAST_SEED:
        faults.append(Fault("seed", "too_short", f"随机种子至少 {LEAST_SEED} 个字符"))
    if count < 1:
        faults.append(Fault("count", "out_of_range", "至少抽取 1 家"))
    if len(set(inspectors)) != len(inspectors):
        faults.append(Fault("inspectors", "twice", "检查人员名单有重复"))
    if each < 1 or len(inspectors) < each:
        faults.append(Fault("inspectors", "too_few", f"检查人员不足 {max(each, 1)} 名"))
    if faults:
        raise InputRefused(*faults)
