"""What gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

from wuhan_smes.database_role import refuse_powerful_login

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wuhan_smes.settings")
application = get_wsgi_application()
refuse_powerful_login()
