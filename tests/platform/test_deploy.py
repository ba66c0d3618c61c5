"""What deploy/ ships is accepted by the programs it is for."""

import shutil
import subprocess
from configparser import ConfigParser
from pathlib import Path

import pytest
import yaml

from deploy.topology.packages import program
from wuhan_smes.jobs.choices import Queue
from wuhan_smes.launcher.certificate import certificate

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
ANALYZE = shutil.which("systemd-analyze")
NGINX = program("nginx")


def said(*command: str | Path) -> tuple[int, str]:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stderr


@pytest.mark.skipif(ANALYZE is None, reason="本机没有 systemd-analyze (systemd is not installed)")
def test_systemd_takes_every_unit_and_starts_each_line_of_work(tmp_path):
    target = (DEPLOY / "systemd" / "wuhan-smes.target").read_text()
    for unit in (DEPLOY / "systemd").iterdir():
        text = unit.read_text().replace("/srv/wuhan-smes/.venv/bin/", "/usr/bin/env #")
        (tmp_path / unit.name).write_text(text.replace("User=wuhan-smes", "User=daemon"))

    assert {f"wuhan-smes-worker@{line}.service" in target for line in Queue.values} == {True}
    assert said(ANALYZE, "verify", "--man=no", *sorted(tmp_path.glob("*.[st]*[er]"))) == (0, "")


@pytest.mark.skipif(NGINX is None, reason="本机没有 nginx (nginx is not installed)")
def test_nginx_takes_the_site(tmp_path):
    made, key = certificate(tmp_path / "tls", ("127.0.0.1",))
    there = {
        "/etc/nginx/wuhan-smes/": f"{tmp_path}/",
        "/etc/ssl/wuhan-smes/fullchain.pem": str(made),
        "/etc/ssl/wuhan-smes/key.pem": str(key),
    }
    for site in (DEPLOY / "nginx").iterdir():
        text = site.read_text()
        for here, instead in there.items():
            text = text.replace(here, instead)
        (tmp_path / site.name).write_text(text)
    whole = tmp_path / "nginx.conf"
    included = " ".join(f"include {tmp_path}/{it}.conf;" for it in ("upstream", "wuhan-smes"))
    whole.write_text(f"pid {tmp_path}/pid; events {{}} http {{ {included} }}")

    assert said(NGINX, "-t", "-q", "-e", "stderr", "-p", tmp_path, "-c", whole)[0] == 0


def test_pgbouncer_hands_connections_on_after_each_transaction():
    told = ConfigParser(interpolation=None)
    told.read(DEPLOY / "pgbouncer" / "pgbouncer.ini")

    assert told["pgbouncer"]["pool_mode"] == "transaction"
    assert list(told["databases"]) == [
        *("wuhan_smes", "wuhan_smes_replica_1", "wuhan_smes_replica_2")
    ]


def test_compose_starts_a_worker_for_each_line_behind_the_pooler():
    parts = yaml.safe_load((DEPLOY / "compose" / "compose.yaml").read_text())["services"]
    taken = [
        word for part in parts.values() for word in part.get("command", []) if "--queues" in word
    ]

    assert sorted(",".join(it.partition("=")[2] for it in taken).split(",")) == sorted(Queue.values)
    for part in ("web", "interactive", "bulk", "timer"):
        assert parts[part]["environment"]["PGBOUNCER"] == "1"
        assert "@pgbouncer:6432/" in parts[part]["environment"]["DATABASE_URL"]
