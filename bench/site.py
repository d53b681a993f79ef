"""The site as gunicorn serves it, with `bench.bare` beside its pages."""

from django.conf import settings

from config.wsgi import application

settings.ROOT_URLCONF = "bench.bare"

__all__ = ["application"]
