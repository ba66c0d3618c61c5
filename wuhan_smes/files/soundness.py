"""Whether every file is all there."""

from typing import Final

from wuhan_smes.soundness import Check, Question, asked, register

QUESTIONS: Final = {
    "incomplete": Question(
        "文件 {0} 应为 {1} 字节，库中存有 {2} 字节",
        """SELECT f.id, f.size, coalesce(p.stored, 0) FROM files_storedfile f
             LEFT JOIN (SELECT file_id, sum(length(data)) AS stored
                          FROM files_storedpiece GROUP BY file_id) p ON p.file_id = f.id
            WHERE f.size <> coalesce(p.stored, 0) ORDER BY f.id""",
    ),
    "altered": Question(
        "文件 {0} 的内容与存入时的指纹不符",
        """SELECT f.id FROM files_storedfile f
             JOIN files_storedpiece p ON p.file_id = f.id AND p.ordinal = 0
            WHERE length(p.data) = f.size AND encode(sha256(p.data), 'hex') <> f.sha256
            ORDER BY f.id""",
    ),
}

register(
    Check("files", "文件", lambda: asked(QUESTIONS), "请从备份恢复所列文件：manage.py restore")
)
