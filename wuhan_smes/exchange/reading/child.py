"""The process that reads: a spec as JSON on standard input, the result on standard output.

It limits itself before it opens anything, knows no database and no secrets, and says everything it
has to say beside the rows – totals or a refusal – on the descriptor the spec names.
"""

import gc
import json
import os
import resource
import sys
from typing import Any, Final

from wuhan_smes.exchange.reading.errors import Unreadable
from wuhan_smes.exchange.reading.limits import Limits
from wuhan_smes.exchange.reading.look import look
from wuhan_smes.exchange.reading.reader import Reading
from wuhan_smes.exchange.reading.spec import Spec

TOO_MUCH: Final = Unreadable(
    "memory", "文件内容过多，读取时超出内存限额，请拆分后分次上传，或另存为 csv"
)


def main() -> None:
    gc.disable()  # rows leave no cycles behind, and looking for them takes a tenth of the time
    given = json.load(sys.stdin)
    spec = Spec.of(given)
    _limit(spec.limits)
    with os.fdopen(given["report_fd"], "w", encoding="utf-8") as report:
        json.dump(_told(spec, given["mode"]), report, ensure_ascii=False)


def _told(spec: Spec, mode: str) -> dict[str, Any]:
    """What there is to report; rows have left by standard output."""
    try:
        if mode == "look":
            return {"looked": look(spec)}
        reading = Reading(spec)
        for lines in reading.lines():
            sys.stdout.buffer.write(lines)
        sys.stdout.buffer.flush()
    except Unreadable as refused:
        return {"code": refused.code, "detail": refused.detail}
    except MemoryError:
        return {"code": TOO_MUCH.code, "detail": TOO_MUCH.detail}
    return {"totals": reading.totals}


def _limit(limits: Limits) -> None:
    """Whatever a file does to a parser, the machine goes on."""
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_seconds, limits.cpu_seconds + 5))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits.file_bytes, limits.file_bytes))


if __name__ == "__main__":
    main()
