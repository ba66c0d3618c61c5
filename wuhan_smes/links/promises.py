"""承诺书: what an enterprise signs by name, in a numbered wording, and the seal of it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256


@dataclass(frozen=True, slots=True)
class Promise:
    """One wording. A changed word is a new `version`: links already sent keep the old one.

    `{number}`, `{title}` and the subject's own terms stand in `text` where they are filled in.
    """

    version: int
    text: str

    def worded(self, number: str, title: str, terms: Mapping[str, str]) -> str:
        """The text as it stands before the one who signs. Raises KeyError for a term not given."""
        return self.text.format_map({**terms, "number": number, "title": title})


def seal(
    *, version: int, text: str, number: str, title: str, signed_name: str, signed_at: datetime
) -> str:
    """What tells later whether a word, the name or the moment of a signed promise was altered."""
    signed = {
        "version": version,
        "text": text,
        "number": number,
        "title": title,
        "signed_name": signed_name,
        "signed_at": signed_at.astimezone(UTC).isoformat(),
    }
    words = json.dumps(signed, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(words.encode()).hexdigest()
