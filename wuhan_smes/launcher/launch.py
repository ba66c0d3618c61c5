"""The whole start, in the order a person would do it by hand, and the whole stop."""

import signal
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import FrameType
from typing import Final

from wuhan_smes.embedded.children import Child
from wuhan_smes.embedded.passwords import password
from wuhan_smes.embedded.ports import is_free
from wuhan_smes.embedded.refusal import StartRefused, explain
from wuhan_smes.env import Environment
from wuhan_smes.launcher import words
from wuhan_smes.launcher.certificate import certificate, own_address
from wuhan_smes.launcher.ground import ground, only_one
from wuhan_smes.launcher.preparation import prepare
from wuhan_smes.launcher.programs import Endpoint, Programs, wait_for_web, wait_for_worker
from wuhan_smes.launcher.supervision import Supervisor, Tended

ROOT: Final = Path(__file__).resolve().parent.parent.parent
STOPPING: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def launch(given: Mapping[str, str]) -> int:
    """Start everything and stay until stopped; the exit status for the shell."""
    for each in STOPPING:
        signal.signal(each, _interrupt)
    var = ROOT / "var"
    try:
        with only_one(var):
            _run(var, given)
    except KeyboardInterrupt:
        say("已停止 (stopped)")
        return 0
    except StartRefused as refusal:
        print(f"\n{refusal}", file=sys.stderr)  # noqa: T201 - a person is reading
        return 1
    except OSError as problem:
        print(f"\n{explain(problem, var)}", file=sys.stderr)  # noqa: T201 - as above
        return 1
    return 0


def _run(var: Path, given: Mapping[str, str]) -> None:
    env = {"MODE": "demo", **given}
    demo = env["MODE"] == "demo"
    if demo and not env.get("SECRET_KEY"):
        env["SECRET_KEY"] = password(var / "secrets", "secret_key") * 2
    if demo and not env.get("ENCRYPTION_KEYS"):
        env["ENCRYPTION_KEYS"] = f"own:{password(var / 'secrets', 'encryption_key')}"
    at = endpoint(env, var)
    say("启动数据库与消息服务 (database and broker)…")
    with ground(var, env) as base:
        base.addresses.save(var / "run" / "addresses.json")
        programs = Programs(ROOT, env, base.addresses)
        say("准备数据表、基础数据与静态文件 (tables, reference data, static files)…")
        prepare(programs, demo=demo, data=base.postgres.data if base.postgres else None)
        web, workers, timer = programs.web(at), programs.workers(), programs.timer()
        try:
            say("启动网页与任务进程 (web and worker)…")
            for child in (web, *workers, timer):
                child.start()
            wait_for_web(web, at)
            wait_for_worker(workers[0], base.addresses.redis)
            say(words.welcome(at, words.demo_logins(base.addresses.owner), env))
            servers = [each for each in (base.postgres, base.valkey) if each]
            parts: list[Tended] = [*servers, web, *workers, timer]
            Supervisor(parts).watch()
        finally:
            _stop((timer, *workers, web))


def endpoint(env: Mapping[str, str], var: Path) -> Endpoint:
    """Where the web will listen, checked to be free before anything is started."""
    asked = Environment(env)
    host, port = asked.text("HOST", "127.0.0.1"), asked.number("PORT", 8000, least=1, most=65535)
    patience = time.monotonic() + 3  # a predecessor killed a moment ago is still letting go
    while not is_free(port, host):
        if time.monotonic() > patience:
            raise StartRefused(
                f"无法监听 {host}:{port}，可能已被占用；换一个端口：make run PORT={port + 1}"
                " (address already in use)"
            )
        time.sleep(0.2)
    if not asked.flag("TLS", default=False):
        return Endpoint(host, port)
    return Endpoint(host, port, *certificate(var / "tls", ("127.0.0.1", own_address())))


def _stop(children: Sequence[Child]) -> None:
    """Ask all at once, then wait for each: stopping takes as long as the slowest, not the sum."""
    for each in STOPPING:
        signal.signal(each, signal.SIG_IGN)  # an impatient second Ctrl-C must not leave orphans
    for child in children:
        child.ask_to_stop()
    for child in children:
        child.stop(patience=8)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def say(sentence: str) -> None:
    print(sentence, flush=True)  # noqa: T201 - a person is reading
