"""The same application for an ASGI server."""

import os

from django.core.asgi import get_asgi_application

from wuhan_smes.database_role import refuse_powerful_login

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wuhan_smes.settings")
application = get_asgi_application()
refuse_powerful_login()
