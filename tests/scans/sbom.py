"""python -m tests.scans.sbom: what a release is made of, as CycloneDX 1.6 says it."""

import json
import sys
from typing import Any

from tests.scans.packages import Package, packages


def component(one: Package) -> dict[str, Any]:
    return {
        "type": "library",
        "bom-ref": f"pkg:pypi/{one.name}@{one.version}",
        "name": one.name,
        "version": one.version,
        "purl": f"pkg:pypi/{one.name}@{one.version}",
        "licenses": [{"expression": one.licence}],
        "properties": [{"name": "lock:sha256", "value": digest} for digest in one.hashes],
    }


def document() -> dict[str, Any]:
    """The same bytes for the same lock: no moment, no number of its own."""
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": "wuhan-smes",
                "name": "wuhan-smes",
                "licenses": [{"expression": "Apache-2.0"}],
            }
        },
        "components": [component(one) for one in packages()],
        "dependencies": [
            {
                "ref": "wuhan-smes",
                "dependsOn": [f"pkg:pypi/{one.name}@{one.version}" for one in packages()],
            }
        ],
    }


if __name__ == "__main__":
    json.dump(document(), sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")
