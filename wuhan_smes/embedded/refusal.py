"""Why something could not be started, in one sentence a person can act on."""

import errno
from pathlib import Path


class StartRefused(Exception):
    """Starting is impossible as things stand; the message says what to do."""


def out_of_space(folder: Path) -> StartRefused:
    return StartRefused(f"磁盘空间不足：请在 {folder} 所在磁盘腾出空间后重试 (disk full)")


def explain(problem: OSError, folder: Path) -> StartRefused:
    """The sentence for an operating-system error met while preparing `folder`."""
    if problem.errno in {errno.ENOSPC, errno.EDQUOT}:
        return out_of_space(folder)
    where = problem.filename or folder
    return StartRefused(f"无法使用 {where}：{problem.strerror or problem} (cannot use this path)")
