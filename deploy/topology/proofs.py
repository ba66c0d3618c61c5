"""What must hold while machines die. Each proof raises AssertionError with what did not."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final
from uuid import uuid4

import psycopg
from celery import Celery

from deploy.topology.failover import come_back, fail_over
from deploy.topology.house import DATABASE, LEASE, TOKEN, House
from deploy.topology.people import Person, Writers, raise_ticket, replica_reads
from wuhan_smes.launcher.launch import say

UNIT: Final = "jiangxia"
LOGIN: Final = f"district_{UNIT}"
PATIENCE: Final = 60
LONGER_THAN_A_STATEMENT: Final = 6  # of the web: its limit must not end the wait for a replica
LAG: Final = "3s"
ROWS: Final = "SELECT count(*) FROM enterprises_enterprise"
ARRIVED: Final = (
    "SELECT array_agg(client_uuid::text) FROM services_ticket WHERE client_uuid IS NOT NULL"
)
IN_TRAIL: Final = """
    SELECT count(*) FROM services_ticket t WHERE client_uuid IS NOT NULL AND NOT EXISTS (
        SELECT FROM audit_auditevent e WHERE e.target = 'services.ticket' AND e.target_id = t.id)"""
UNIT_ID: Final = f"SELECT id FROM accounts_jurisdiction WHERE code = '{UNIT}'"  # noqa: S608 - ours
WRITTEN: Final = "SELECT (pg_current_wal_lsn() - '0/0')::bigint"
REPLAYED: Final = "SELECT (pg_last_wal_replay_lsn() - '0/0')::bigint"
STAGE: Final = "SELECT state, attempts FROM jobs_job ORDER BY id DESC LIMIT 1"


@dataclass(frozen=True, slots=True)
class Proof:
    """How many acknowledgements are wanted before and after each loss."""

    house: House
    password: str
    writes: int = 50

    def all(self) -> Iterator[str]:
        """Every proof in an order that leaves the house whole, a sentence for each."""
        token = self.house.manage("issue_token", LOGIN, "--write")
        for proof in (self.walls, self.own_writes, self.lost_replica, self.lost_worker):
            yield proof(token)
        yield self.lost_primary(token)
        yield self.nobody_confirms(token)

    def least(self) -> Iterator[str]:
        """What a primary and one replica prove without any other machine."""
        token = self.house.manage("issue_token", LOGIN, "--write")
        for proof in (self.walls, self.nobody_confirms, self.lost_primary):
            yield proof(token)

    def walls(self, _: str) -> str:
        """A replica shows a unit its rows and none to who has no scope, as the primary does."""
        seen = {node.name: _seen(self.house, node.port) for node in self.house.nodes.values()}
        counts = set(seen.values())
        _require(len(counts) == 1, f"the servers show different rows: {seen}")
        ((bare, unit, city),) = counts
        _require(bare == 0 and 0 < unit < city, f"the walls do not hold: {seen}")
        return f"行级安全在备库上同样有效：无范围 {bare} 行，{UNIT} {unit} 行，全市 {city} 行"

    def own_writes(self, _: str) -> str:
        """Replicas answer, and whoever wrote sees it, though they lag by seconds."""
        person, replicas = self._person(), self.house.following
        before = {self._received(person) for _ in range(3)}
        _require(len(before) == 1, f"readings differ: {before}")
        self._wait(lambda: self._reads_elsewhere(person), "no replica answered")
        for node in replicas:
            node.setting("recovery_min_apply_delay", LAG)
        self._replayed(int(str(self.house.asked(WRITTEN))))
        for written in (1, 2):
            person.raise_ticket()
            seen = self._received(person) - max(before)
            _require(seen == written, f"wrote {written}, sees {seen}")
        person.forget_writing()
        late = self._received(person) - max(before)
        for node in replicas:
            node.setting("recovery_min_apply_delay", None)
        _require(late < written, "the replicas did not lag: this proves nothing")
        return (
            f"备库应答统计；备库滞后 {LAG} 时写入者立即见到自己的 2 条，其他会话此刻见到 {late} 条"
        )

    def lost_replica(self, token: str) -> str:
        """One replica less: everything goes on, and it catches up when it is back."""
        lost = self.house.following[-1]
        with self._writers(token).writing() as writers:
            writers.wait_for(10)
            lost.kill()
            refused = writers.refused
            writers.wait_for(self.writes)
            _require(writers.refused == refused, "a write failed because a replica was lost")
        lost.start()
        self.house.leading.wait_for_followers(2)
        return (
            f"失去一个备库：写入不中断，最长间隔 {writers.longest_silence:.1f} 秒；恢复后自动追上"
        )

    def lost_worker(self, _: str) -> str:
        """The job of a killed worker is done by the other one, once."""
        person = self._person()
        with psycopg.connect(self.house.leading.url(database=DATABASE)) as admin:
            admin.execute("LOCK TABLE files_storedfile IN EXCLUSIVE MODE")
            person.order_export()
            self._wait(lambda: self._stage()[0] == "running", "nobody took the job")
            killed = self._worker_at_work()
            self.house.kill_worker(killed)
            admin.rollback()
        started = time.monotonic()
        with Celery("proof", broker=self.house.redis) as app:
            while self._stage()[0] != "done":
                for round_ in ("jobs.sweep", "jobs.dispatch"):  # as the timer, which takes longer
                    app.send_task(round_, queue="interactive")
                _require(time.monotonic() - started < PATIENCE, f"the job stays {self._stage()}")
                time.sleep(0.5)
        waited, attempts = time.monotonic() - started, self._stage()[1]
        _require(attempts == 2, f"{attempts} attempts")
        self.house.workers[killed].start()
        return (
            f"任务进程被杀：租约（{LEASE} 秒）到期后另一进程接手，{waited:.0f} 秒后完成，只生效一次"
        )

    def lost_primary(self, token: str) -> str:
        """The primary dies while it is written to: whatever was acknowledged is on the new one."""
        old = self.house.leading
        with self._writers(token).writing() as writers:
            writers.wait_for(self.writes)
            old.kill()
            new = fail_over(self.house)
            if not self.house.following:  # nobody is left to confirm anything
                come_back(self.house, old)
            writers.wait_for(self.writes)
        lost = {uuid for _, uuid in writers.acknowledged} - set(self.house.asked(ARRIVED) or [])
        _require(not lost, f"acknowledged and lost: {sorted(lost)}")
        _require(self.house.asked(IN_TRAIL) == 0, "a ticket without its entry in the trail")
        return (
            f"主库被杀：{new.name} 接任，{len(writers.acknowledged)} 条已确认的写入一条未丢，"
            f"中断 {writers.longest_silence:.1f} 秒，其间 {writers.refused} 条被明确拒绝"
        )

    def nobody_confirms(self, token: str) -> str:
        """Without any replica nothing is acknowledged: what was proved above was no luck."""
        away = [it for it in self.house.nodes.values() if not it.is_running]
        followers = self.house.following
        for node in followers:
            node.kill()
        answers: list[int] = []
        port, uuid = self.house.front.port, str(uuid4())
        thread = threading.Thread(
            target=lambda: answers.append(raise_ticket(port, token, UNIT, uuid)), daemon=True
        )
        thread.start()
        thread.join(LONGER_THAN_A_STATEMENT)
        _require(not answers, f"answered {answers} though no replica had it")
        for node in followers:
            node.start()
        thread.join(PATIENCE)
        _require(answers == [201], f"answered {answers} when a replica was back")
        for node in away:
            come_back(self.house, node)
        self.house.leading.wait_for_followers(len(followers) + len(away))
        back = "；原主库作为备库归队" if away else ""
        return f"没有备库时不确认任何写入；备库恢复即得到确认{back}"

    def _writers(self, token: str) -> Writers:
        return Writers(self.house.front.port, token, UNIT)

    def _person(self) -> Person:
        person = Person(self.house.front.port, UNIT)
        person.sign_in(LOGIN, self.password)
        return person

    def _received(self, person: Person) -> int:
        """What both webs count, which must be the same."""
        found = {person.at(web.port).received() for web in self.house.endpoints}
        _require(len(found) == 1, f"the webs count differently: {found}")
        return found.pop()

    def _reads_elsewhere(self, person: Person) -> bool:
        """Whether a replica was asked by now; until both have caught up the primary answers."""
        self._received(person)
        return self._answered() > 0

    def _answered(self) -> float:
        return sum(replica_reads(web.port, TOKEN) for web in self.house.endpoints)

    def _replayed(self, position: int) -> None:
        """Until every replica shows what was written then."""
        for node in self.house.following:
            self._wait(lambda it=node: it.asked(REPLAYED) >= position, "a replica hangs")  # type: ignore[misc]

    def _stage(self) -> tuple[str, int]:
        with psycopg.connect(self.house.leading.url(database=DATABASE)) as admin:
            state, attempts = admin.execute(STAGE).fetchone() or ("", 0)
        return str(state), int(attempts)

    def _worker_at_work(self) -> str:
        """Which of them holds the job."""
        with Celery("proof", broker=self.house.redis) as app:
            active = app.control.inspect(timeout=1.5, limit=len(self.house.workers)).active() or {}
        busy = [name.partition("@")[0] for name, tasks in active.items() if tasks]
        _require(len(busy) == 1, f"at work: {busy}")
        return busy[0]

    def _wait(self, true: Callable[[], bool], otherwise: str) -> None:
        limit = time.monotonic() + PATIENCE
        while not true():
            _require(time.monotonic() < limit, otherwise)
            time.sleep(0.05)


def prove(house: House, password: str, writes: int) -> None:
    """Say each proof as it is done."""
    for sentence in Proof(house, password, writes).all():
        say(f"✓ {sentence}")


def prove_least(house: House, writes: int) -> None:
    """The same for a pair."""
    for sentence in Proof(house, "", writes).least():
        say(f"✓ {sentence}")


def _seen(house: House, port: int) -> tuple[int, int, int]:
    """How many enterprises the web's login sees on one server: bare, as a unit, as the city."""
    unit = house.asked(UNIT_ID)
    found = []
    url = f"postgres://app_web:{house.passwords['app_web']}@127.0.0.1:{port}/{DATABASE}"
    for role, read in (("r_scoped", "{}"), ("r_scoped", f"{{{unit}}}"), ("r_city_read", "{}")):
        with psycopg.connect(url) as web:
            web.execute("SELECT set_config('role', %s, true)", [role])
            web.execute("SELECT set_config('app.read_jurisdictions', %s, true)", [read])
            row = web.execute(ROWS).fetchone()
            found.append(int(row[0]) if row else -1)
    bare, of_unit, city = found
    return bare, of_unit, city


def _require(true: bool, otherwise: str) -> None:
    if not true:
        raise AssertionError(otherwise)
