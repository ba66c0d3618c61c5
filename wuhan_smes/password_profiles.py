"""The two ways an installation may ask for passwords, as Django's validators."""

from collections.abc import Mapping
from typing import Any, Final

DJANGO: Final = "django.contrib.auth.password_validation"
OURS: Final = "wuhan_smes.accounts.password_rules"
EVERYWHERE: Final[list[dict[str, Any]]] = [
    {"NAME": f"{DJANGO}.UserAttributeSimilarityValidator"},
    {"NAME": f"{DJANGO}.CommonPasswordValidator"},
    {"NAME": f"{DJANGO}.NumericPasswordValidator"},
]
PROFILES: Final[Mapping[str, list[dict[str, Any]]]] = {
    "gb": [
        {"NAME": f"{DJANGO}.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
        *EVERYWHERE,
        {"NAME": f"{OURS}.ClassesValidator", "OPTIONS": {"least": 3}},
        {"NAME": f"{OURS}.NotAgainValidator", "OPTIONS": {"last": 5}},
    ],
    "asvs": [
        {"NAME": f"{DJANGO}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
        *EVERYWHERE,
    ],
}
# After so many days a password is replaced; 0: when there is a reason.
DAYS: Final[Mapping[str, int]] = {"gb": 90, "asvs": 0}
