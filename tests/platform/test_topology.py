"""Several machines on one: whatever dies, nothing acknowledged is lost.

It takes minutes and needs Debian's packages, so it runs when it is asked for: TOPOLOGY=1 pytest
tests/platform/test_topology.py, or `make topology`. The short form runs always: test_pair.py.
"""

import os

import pytest

from deploy.topology.__main__ import FAST, PASSWORD
from deploy.topology.house import house
from deploy.topology.packages import install, missing
from deploy.topology.proofs import prove
from wuhan_smes.embedded.refusal import StartRefused
from wuhan_smes.embedded.roles import PAST_POLICIES

pytestmark = [
    pytest.mark.external,
    pytest.mark.skipif(
        not os.environ.get("TOPOLOGY"),
        reason="完整拓扑需数分钟，设 TOPOLOGY=1 运行；简短形式见 test_pair.py (takes minutes)",
    ),
]
BYPASSING = f"SELECT count(*) FROM pg_roles WHERE rolname IN {PAST_POLICIES} AND rolbypassrls"


@pytest.fixture(scope="module")
def debians_programs() -> None:
    """`make test` may install what is missing, once."""
    if not missing():
        return
    if not os.environ.get("MAY_INSTALL"):
        pytest.skip(f"本机没有 {'、'.join(missing())} (Debian's packages are not installed)")
    try:
        install()
    except StartRefused as refusal:
        pytest.skip(str(refusal))


@pytest.mark.usefixtures("debians_programs")
def test_losing_any_machine_loses_nothing(monkeypatch):
    monkeypatch.setenv("DEMO_PASSWORD", PASSWORD)

    with house(enterprises=60, settings=FAST) as built:
        assert built.asked(BYPASSING) == len(PAST_POLICIES)
        prove(built, PASSWORD, writes=15)
