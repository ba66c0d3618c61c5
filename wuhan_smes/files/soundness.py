"""Whether every file is all there, opens, and is what was handed in."""

import hashlib
from collections.abc import Iterator
from typing import Final

from wuhan_smes.ciphers import CipherRefused
from wuhan_smes.files.models import StoredFile
from wuhan_smes.files.storing import FileSpoiled, pieces_of
from wuhan_smes.soundness import Check, Finding, register

AT_ONCE: Final = 500


def findings() -> Iterator[Finding]:
    """Every file is read once, a piece at a time."""
    for file in StoredFile.objects.order_by("pk").iterator(chunk_size=AT_ONCE):
        digest = hashlib.sha256()
        try:
            for data in pieces_of(file):
                digest.update(data)
        except FileSpoiled:
            yield Finding("incomplete", f"文件 {file.pk} 应为 {file.size} 字节，库中内容不全")
        except CipherRefused as refusal:
            yield Finding("altered", f"文件 {file.pk} 打不开，内容被改动或缺少密钥（{refusal}）")
        else:
            if digest.hexdigest() != file.sha256:
                yield Finding("altered", f"文件 {file.pk} 的内容与存入时的指纹不符")


register(Check("files", "文件", findings, "请从备份恢复所列文件：manage.py restore"))
