"""python -m deploy.topology [--short] [--writes N] [--enterprises N] [--stay] [--install]"""

import signal
import sys
import time
from argparse import ArgumentParser
from typing import Final

from deploy.topology.founding import filled
from deploy.topology.house import house
from deploy.topology.packages import install
from deploy.topology.pair import pair
from deploy.topology.proofs import prove, prove_least
from wuhan_smes.embedded.refusal import StartRefused
from wuhan_smes.launcher.launch import say

# Processes are killed here, never the machine: what the system was told to write is written.
FAST: Final = {"fsync": "off"}
PASSWORD: Final = "wuhan-demo-2026"  # noqa: S105 - of the invented city, which is gone afterwards


def main() -> int:
    """The exit status for the shell: 1 when something could not be stood up or was not proved."""
    parser = ArgumentParser(
        prog="make topology", description="在本机回环地址上搭建多机拓扑并验证故障切换"
    )
    parser.add_argument(
        "--short",
        action="store_true",
        help="只用自带的 PostgreSQL：一主一备一个网页，不需 Debian 软件包",
    )
    parser.add_argument("--writes", type=int, default=500, help="每次故障前后各确认多少条写入")
    parser.add_argument("--enterprises", type=int, default=300, help="示例企业数")
    parser.add_argument("--no-fsync", action="store_true", help="不等磁盘：更快，只防进程故障")
    parser.add_argument("--stay", action="store_true", help="验证后保持运行，Ctrl-C 停止")
    parser.add_argument("--install", action="store_true", help="先以 apt-get 安装所需软件包")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # everything is stopped either way
    try:
        if options.short:
            with pair(filled(options.enterprises)) as built:
                prove_least(built, options.writes)
            return 0
        if options.install:
            install()
        with house(options.enterprises, FAST if options.no_fsync else {}) as built:
            prove(built, PASSWORD, options.writes)
            while options.stay:
                time.sleep(1)
    except KeyboardInterrupt:
        say("已停止 (stopped)")
    except (StartRefused, AssertionError) as problem:
        print(f"\n{problem}", file=sys.stderr)  # noqa: T201 - a person is reading
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
