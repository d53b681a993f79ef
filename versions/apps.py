from django.apps import AppConfig


class VersionsConfig(AppConfig):
    name = "versions"
    verbose_name = "Versions"

    def ready(self) -> None:
        from versions import snapshot

        snapshot.register_models()
