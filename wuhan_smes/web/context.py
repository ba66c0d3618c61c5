"""What every page's frame needs to know: who is here, from which unit, and where he may go."""

from django.conf import settings
from django.http import HttpRequest

from wuhan_smes.access import Access
from wuhan_smes.accounts.models import User
from wuhan_smes.web.help.places import explained_at
from wuhan_smes.web.navigation import menus
from wuhan_smes.web.product import Product


def product() -> Product:
    """The product as this installation runs it."""
    return Product(demo=settings.MODE == "demo")


def page_context(request: HttpRequest) -> dict[str, object]:
    """Template context of the frame. Signed in means: the request runs in a person's scope."""
    access: Access | None = getattr(request, "access", None)
    if access is None or access.actor_id is None:
        return {"product": product(), "signed_in": False}
    user = request.user
    return {
        "product": product(),
        "signed_in": True,
        "person_name": user.get_full_name() if user.is_authenticated else access.actor_name,
        "unit_name": workplace(user) if isinstance(user, User) else "",
        "navigation": menus(access, request.path),
        "explained_at": explained_at(request.path),
    }


def workplace(user: User) -> str:
    """Where a person works, as the top bar says it."""
    return (user.station or user.agency or user.jurisdiction).name
