"""Static files as they are served: our own bundled and minified, all hashed and compressed."""

from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

from config.bundles import bundle_css

# What is minified, by the end of its name.
MEDIA_TYPES = {".css": "text/css", ".js": "text/javascript"}

# As `collectstatic` hands them over: by name, the storage that has the file, and its path there.
type Sources = dict[str, tuple[Any, str]]


class MinifiedStorage(CompressedManifestStaticFilesStorage):
    """Comments and blanks are for those who read the source; a learner need not load them.

    Only the site's own files are changed (`STATICFILES_DIRS`): those of installed packages stay
    as their makers ship them.
    """

    def post_process(self, paths: Sources, dry_run: bool = False, **options: Any) -> Any:
        minified = {} if dry_run else dict(self.minify_own(paths))
        yield from super().post_process({**paths, **minified}, dry_run=dry_run, **options)

    def minify_own(self, paths: Sources) -> Iterator[tuple[str, tuple[Any, str]]]:
        """Write the site's own stylesheets and scripts anew, and yield where they are now."""
        # Here, because it starts threads of its own, which no worker of the site needs.
        import minify

        own = {name: source for name, source in paths.items() if is_own(source[0])}
        for name in own:
            if media_type := MEDIA_TYPES.get(PurePosixPath(name).suffix):
                text = minify.string(media_type, source_text(name, own))
                self.delete(name)
                self._save(name, ContentFile(text.encode()))
                yield name, (self, name)


def is_own(storage: Any) -> bool:
    return Path(storage.location) in map(Path, settings.STATICFILES_DIRS)


def source_text(name: str, own: Sources) -> str:
    """The text of a file before it is minified; of a stylesheet with all that it imports."""

    def read_text(name: str) -> str:
        storage, path = own[name]
        with storage.open(path) as file:
            return str(file.read().decode())

    return bundle_css(name, read_text) if name.endswith(".css") else read_text(name)
