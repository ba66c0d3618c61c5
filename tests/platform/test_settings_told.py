"""Every setting of the environment stands in the reference, and nothing there is made up."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
READ = re.compile(r'(?:ENV\.[a-z_]+|environ(?:\.get)?)[(\[]\s*"([A-Z][A-Z_]+)"')
SOURCES = ("wuhan_smes/settings.py", "deploy/gunicorn.conf.py", "wuhan_smes/launcher/ground.py")
# Read where a launcher looks for its servers; said together with DATABASE_URL.
LAUNCHERS = {"OWNER_DATABASE_URL", "WORKER_DATABASE_URL"}


def test_the_reference_names_every_setting_and_no_other():
    read = {name for path in SOURCES for name in READ.findall((ROOT / path).read_text())}
    rows = [
        line.split("|")[1]
        for line in (ROOT / "docs/operation.md").read_text().partition("## Settings")[2].split("\n")
        if line.startswith("| `")
    ]
    told = {name for row in rows for name in re.findall(r"`([A-Z_]+)`", row)}

    assert read - told == set()
    assert told - read - LAUNCHERS - {"REDIS_URL", "DATABASE_URL"} == set()
