"""Static files as they are served: our own minified, all hashed and compressed."""

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

import minify
from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

MEDIA = {("css", ".css"): "text/css", ("js", ".js"): "text/javascript"}


class MinifiedStorage(CompressedManifestStaticFilesStorage):
    """Comments and blanks are for those who read the source; a learner's line need not carry them.

    Files of installed packages stay as their makers ship them.
    """

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Any:
        ours = {} if dry_run else dict(self.minified(paths))
        yield from super().post_process({**paths, **ours}, dry_run=dry_run, **options)

    def minified(self, paths: dict[str, Any]) -> Iterator[tuple[str, Any]]:
        for name, (source, path) in paths.items():
            file = PurePosixPath(name)
            if media := MEDIA.get((str(file.parent), file.suffix)):
                with source.open(path) as original:
                    text = minify.string(media, original.read().decode())
                self.delete(name)
                self._save(name, ContentFile(text.encode()))
                yield name, (self, name)
