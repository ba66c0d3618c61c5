"""A certificate of our own, so that a phone on the local network can try the product."""

import hashlib
import os
import shutil
import socket
import subprocess
from pathlib import Path
from typing import Final

from wuhan_smes.embedded.refusal import StartRefused

ELSEWHERE: Final = ("192.0.2.1", 9)  # a documentation address: nothing is sent there


def own_address() -> str:
    """This machine's address on the local network; the loopback address when it has none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(ELSEWHERE)
        except OSError:
            return "127.0.0.1"
        address: str = probe.getsockname()[0]
        return address


def certificate(folder: Path, addresses: tuple[str, ...]) -> tuple[Path, Path]:
    """Certificate and key for these addresses, made once a year (key mode 0600)."""
    openssl = shutil.which("openssl")
    if openssl is None:
        raise StartRefused("TLS=1 需要 openssl：请先运行 apt-get install openssl (openssl missing)")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    names = ",".join(["DNS:localhost", *(f"IP:{each}" for each in dict.fromkeys(addresses))])
    stem = hashlib.sha256(names.encode()).hexdigest()[:12]
    made, key = folder / f"{stem}.crt", folder / f"{stem}.key"
    if not (made.exists() and _still_valid(openssl, made)):
        key.unlink(missing_ok=True)
        os.close(os.open(key, os.O_CREAT | os.O_WRONLY, 0o600))
        _run(
            *(openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "365"),
            *("-subj", "/CN=wuhan-smes", "-addext", f"subjectAltName={names}"),
            *("-keyout", str(key), "-out", str(made)),
        )
    return made, key


def _still_valid(openssl: str, path: Path) -> bool:
    day = str(24 * 60 * 60)
    done = subprocess.run(  # noqa: S603 - the openssl found on PATH
        [openssl, "x509", "-checkend", day, "-noout", "-in", str(path)], capture_output=True
    )
    return done.returncode == 0


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True)  # noqa: S603 - as above
    if done.returncode:
        said = done.stderr.strip().splitlines()[-1:]
        raise StartRefused(f"无法生成证书：{''.join(said)} (openssl failed)")
