"""The embedded servers: bound to their parent, undisturbed by what an earlier crash left."""

import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from wuhan_smes.embedded.children import working_in
from wuhan_smes.embedded.memory import for_pages
from wuhan_smes.embedded.passwords import password
from wuhan_smes.embedded.place import Place, settle
from wuhan_smes.embedded.postgres import FOR_TESTS, EmbeddedPostgres
from wuhan_smes.embedded.refusal import StartRefused
from wuhan_smes.embedded.valkey import EmbeddedValkey
from wuhan_smes.launcher.supervision import Supervisor

ROOT = Path(__file__).resolve().parent.parent.parent
PARENT = """
import sys, time
from pathlib import Path
from wuhan_smes.embedded.place import settle
from wuhan_smes.embedded.postgres import FOR_TESTS, EmbeddedPostgres
from wuhan_smes.embedded.valkey import EmbeddedValkey
var = Path(sys.argv[1])
EmbeddedPostgres(settle(var), var, FOR_TESTS).start()
EmbeddedValkey(settle(var), var).start()
print("started", flush=True)
time.sleep(600)
"""


@dataclass
class Trial:
    """A folder for servers of its own, in the clone: a closed one would need copied programs."""

    var: Path
    place: Place

    def postgres(self) -> EmbeddedPostgres:
        return EmbeddedPostgres(self.place, self.var, FOR_TESTS)

    def valkey(self) -> EmbeddedValkey:
        return EmbeddedValkey(self.place, self.var)


@pytest.fixture(scope="module")
def trial() -> Iterator[Trial]:
    var = ROOT / "var" / "test" / f"trial-{os.getpid()}"
    var.mkdir(parents=True)
    place = settle(var)
    yield Trial(var, place)
    shutil.rmtree(var)
    if place.folder != var:
        shutil.rmtree(place.folder)


def someone_works_in(folder: Path, *, within: float) -> bool:
    limit = time.monotonic() + within
    while list(working_in(folder)):
        if time.monotonic() > limit:
            return True
        time.sleep(0.05)
    return False


def test_servers_end_when_their_parent_is_killed_and_keep_their_data(trial):
    command = [sys.executable, "-c", PARENT, str(trial.var)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == "started\n"
        port = (trial.var / "run" / "postgres.port").read_text().strip()
        secret = password(trial.var / "secrets", "postgres")
        with psycopg.connect(f"postgres://postgres:{secret}@127.0.0.1:{port}/postgres") as admin:
            admin.execute("CREATE TABLE kept AS SELECT 42 AS answer")
        parent.kill()

    for name in ("postgres", "valkey"):
        assert not someone_works_in(trial.place.folder / name, within=10)
    again = trial.postgres()
    again.start()
    with psycopg.connect(again.url()) as admin:
        assert admin.execute("SELECT answer FROM kept").fetchall() == [(42,)]
    again.stop()


def test_a_pid_file_that_names_a_living_stranger_is_not_believed(trial):
    first = trial.postgres()
    first.start()
    first.stop()
    stale = f"{os.getpid()}\n{first.data}\n1\n{first.port}\n\n127.0.0.1\n0 0\nready\n"
    (first.data / "postmaster.pid").write_text(stale)

    again = trial.postgres()
    again.start()

    assert again.is_running
    again.stop()


def test_a_port_taken_in_the_meantime_is_replaced(trial):
    first = trial.valkey()
    first.start()
    first.stop()
    with socket.create_server(("127.0.0.1", first.port)):
        again = trial.valkey()
        again.start()
        again.stop()

    assert again.port != first.port


def test_a_part_that_dies_is_started_again_at_the_same_address(trial):
    valkey = trial.valkey()
    valkey.start()
    port = valkey.port
    for pid in working_in(trial.place.folder / "valkey"):
        os.kill(pid, signal.SIGKILL)
    while valkey.is_running:
        time.sleep(0.01)

    Supervisor([valkey]).look()

    assert (valkey.is_running, valkey.port) == (True, port)
    valkey.stop()


def test_data_of_another_major_version_are_refused_untouched(trial):
    postgres = trial.postgres()
    postgres.start()
    postgres.stop()
    version = postgres.data / "PG_VERSION"
    present = version.read_text()
    version.write_text("15\n")

    with pytest.raises(StartRefused, match="数据目录属于 PostgreSQL 15"):
        trial.postgres().start()

    version.write_text(present)


def test_neither_data_nor_passwords_are_open_to_others(trial):
    postgres = trial.postgres()
    postgres.start()
    postgres.stop()

    assert stat.S_IMODE(postgres.data.stat().st_mode) == 0o700
    for secret in (trial.var / "secrets").iterdir():
        assert stat.S_IMODE(secret.stat().st_mode) == 0o600


def test_pages_kept_in_memory_are_an_eighth_of_what_a_container_was_given(tmp_path: Path) -> None:
    limit = tmp_path / "limit"
    kept = []
    for given in ("268435456", "1258291200", "1000000000000000", "max"):
        limit.write_text(f"{given}\n")
        kept.append(for_pages([tmp_path / "no such file", limit]))
    machine = for_pages([])

    assert kept[0] == {"shared_buffers": "128MB", "effective_cache_size": "256MB"}
    of_1200 = {"shared_buffers": "150MB", "effective_cache_size": "600MB"}
    assert kept[1] in (of_1200, machine)  # unless this machine has less
    assert kept[2:] == [machine, machine]
    assert 128 <= int(machine["shared_buffers"].removesuffix("MB")) <= 2048
