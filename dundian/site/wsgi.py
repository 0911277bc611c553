"""The WSGI application that gunicorn serves on the sockets its parent bound."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dundian.site.settings")
application = get_wsgi_application()
