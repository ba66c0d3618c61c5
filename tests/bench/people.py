"""Who asks: tokens of demo logins, made by the operator and good for a day."""

import os

import django

from tests.bench.city import Bench, environment

PURPOSE = "bench"


def tokens(bench: Bench, *usernames: str) -> dict[str, str]:
    """A fresh token of each; also readies Django in this process, as the tables' owner."""
    os.environ.update(environment(bench.addresses, bench.addresses.owner))
    os.environ["DJANGO_SETTINGS_MODULE"] = "wuhan_smes.settings"
    django.setup()
    from django.utils import timezone  # noqa: PLC0415 - only after set-up

    from wuhan_smes.access import Access  # noqa: PLC0415
    from wuhan_smes.accounts.actions.tokens import issue  # noqa: PLC0415
    from wuhan_smes.accounts.models import ApiToken, User  # noqa: PLC0415
    from wuhan_smes.scope import bootstrap_scope  # noqa: PLC0415

    with bootstrap_scope():
        ApiToken.scoped.filter(name=PURPOSE).delete()
        return {
            user.username: issue(
                user.pk,
                access=Access.of_system(PURPOSE),
                at=timezone.now(),
                name=PURPOSE,
                days=1,
                may_write=True,
            ).secret
            for user in User.objects.filter(username__in=usernames)
        }
