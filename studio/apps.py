from django.apps import AppConfig, apps
from django.contrib.admin.apps import AdminConfig


class StudioConfig(AppConfig):
    name = "studio"
    verbose_name = "Instructor's panel"

    def ready(self) -> None:
        from django.db.models.signals import post_migrate

        from studio.roles import make_groups

        # Django sends this signal only for apps that have models, and the studio has none.
        post_migrate.connect(make_groups, sender=apps.get_app_config("auth"))


class PanelConfig(AdminConfig):
    """Django's admin, with our own site in its place."""

    default_site = "studio.site.Panel"
