"""Who may know whom: .importlinter says it, this holds it."""

import subprocess
import sys
from pathlib import Path

from tests.architecture.source import ROOT


def lint(config: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("lint-imports")
    return subprocess.run(
        [str(program), "--no-cache", "--config", str(config)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_every_import_contract_is_kept() -> None:
    done = lint(ROOT / ".importlinter")

    assert done.returncode == 0, done.stdout


def test_a_new_package_must_be_given_its_layer(tmp_path: Path) -> None:
    """Positive control: the contract of the platform is exhaustive."""
    text = (ROOT / ".importlinter").read_text("utf-8")
    shorter = tmp_path / ".importlinter"
    shorter.write_text(text.replace("    access\n    errors : env", "    errors : env"), "utf-8")

    done = lint(shorter)

    assert done.returncode == 1
    assert "access" in done.stdout
