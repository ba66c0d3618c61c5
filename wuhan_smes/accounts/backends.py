"""Who somebody is (Django asks); what he may do is the business of access_for."""

from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest

from wuhan_smes.accounts.models import User


class GrantBackend(BaseBackend):
    """Checks a password in constant effort, whether or not the name exists."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **_: object,
    ) -> User | None:
        if not username or password is None:
            return None
        try:
            user = User.objects.select_related("jurisdiction").get(username=username)
        except User.DoesNotExist:
            User().set_password(password)
            return None
        return user if user.check_password(password) and user.is_active else None

    def get_user(self, user_id: int) -> User | None:
        user: User | None = (
            User.objects.select_related("jurisdiction", "agency", "station")
            .filter(pk=user_id, is_active=True)
            .first()
        )
        return user
