"""Debian's programs that the topology is made of."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Final

from wuhan_smes.embedded.refusal import StartRefused

PACKAGES: Final = ("postgresql", "pgbouncer", "redis-server", "nginx-light")
ELSEWHERE: Final = f"{os.environ.get('PATH', os.defpath)}:/usr/sbin:/sbin"


def program(name: str) -> Path | None:
    """Where Debian puts it; PostgreSQL's newest version where there are several."""
    if name == "postgres":
        found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=_version)
        return found[-1] if found else None
    where = shutil.which(name, path=ELSEWHERE)
    return Path(where) if where else None


def missing() -> list[str]:
    """Packages that are still to be installed."""
    needed = zip(PACKAGES, ("postgres", "pgbouncer", "redis-server", "nginx"), strict=True)
    return [package for package, name in needed if program(name) is None]


def needed(name: str) -> Path:
    found = program(name)
    if found is None:
        raise StartRefused(f"缺少 {name}：请先运行 apt-get install {' '.join(missing())}")
    return found


def install() -> None:
    """With apt-get, as root only, and none of their services started: ours are our own."""
    wanted = missing()
    if not wanted:
        return
    apt = shutil.which("apt-get")
    if apt is None or os.geteuid() != 0:
        raise StartRefused(f"缺少软件包，请先运行 apt-get install {' '.join(wanted)} (missing)")
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
    for arguments in (("update",), ("install", "-y", "--no-install-recommends", *wanted)):
        done = subprocess.run([apt, "-qq", *arguments], env=env, check=False)  # noqa: S603 - apt-get
        if done.returncode:
            raise StartRefused(f"apt-get {arguments[0]} 失败 (failed)")


def _version(path: Path) -> int:
    name = path.parts[-3]
    return int(name) if name.isdecimal() else 0
