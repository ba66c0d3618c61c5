"""Files that the product keeps: lists handed in, and lists made for somebody to fetch.

They lie in PostgreSQL in pieces, so that the web and the workers may run on different machines,
a file commits or vanishes with the act it belongs to, and a back-up holds all of it.
"""

from django.db import models
from django.db.models import Q

from wuhan_smes.accounts.models import Jurisdiction, User
from wuhan_smes.ciphers import ring
from wuhan_smes.files.querysets import StoredFileQuerySet, StoredPieceQuerySet


class StoredFile(models.Model):
    """One file, never changed. With `jurisdiction` the whole unit may read it, without only its
    owner; after `expires_at` nobody, and a nightly round removes it.
    """

    name = models.CharField("文件名", max_length=200)
    media_type = models.CharField("类型", max_length=120)
    size = models.PositiveBigIntegerField("大小（字节）")
    sha256 = models.CharField("SHA-256", max_length=64)
    owner = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="files", verbose_name="所有人"
    )
    jurisdiction = models.ForeignKey(
        Jurisdiction, models.PROTECT, null=True, related_name="+", verbose_name="管理单位"
    )
    stored_at = models.DateTimeField("存入时间")
    expires_at = models.DateTimeField("有效至", null=True)

    objects = StoredFileQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "文件"
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="file_has_a_name"),
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="file_is_fingerprinted"
            ),
            models.CheckConstraint(
                condition=Q(owner__isnull=False) | Q(jurisdiction__isnull=False),
                name="file_belongs_to_somebody",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__isnull=True) | Q(expires_at__gt=models.F("stored_at")),
                name="file_expires_after_it_came",
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "-id"], name="file_by_owner"),
            models.Index(fields=["sha256"], name="file_by_fingerprint"),
            models.Index(
                fields=["expires_at"], condition=Q(expires_at__isnull=False), name="file_by_expiry"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class StoredPiece(models.Model):
    """A megabyte of a file, in order of `ordinal` from 0, enciphered by the key of the ring that
    `key` names; without one it lies as it came, from before files were enciphered.
    """

    file = models.ForeignKey(
        StoredFile, models.CASCADE, related_name="pieces", verbose_name="文件", db_index=False
    )
    ordinal = models.PositiveIntegerField("序号")
    data = models.BinaryField("内容")
    key = models.CharField("密钥", max_length=100, default="", db_default="")

    objects = StoredPieceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "文件内容"
        constraints = [
            models.UniqueConstraint(fields=["file", "ordinal"], name="file_piece_numbered_once")
        ]

    def __str__(self) -> str:
        return f"#{self.file_id}/{self.ordinal}"

    @property
    def about(self) -> str:
        """What its bytes are bound to: those of another place open nothing here."""
        return place_of(self.file_id, self.ordinal)

    def opened(self) -> bytes:
        """The bytes as they came. Raises CipherRefused when the ring lacks the key, or somebody
        changed them.
        """
        kept = bytes(self.data)
        return ring().opened(self.key, kept, self.about) if self.key else kept


def place_of(file_id: int, ordinal: int) -> str:
    """Where a piece belongs, in words."""
    return f"files.storedpiece:{file_id}:{ordinal}"
