"""The images that texts show."""

from django.db import models

from learn.images.references import KEY_LENGTH, LONGEST_NAME, Reference


class Image(models.Model):
    """An image, kept once however many texts show it. It never changes: other bytes are another.

    It is in the database, so that it is in its backups and on each of several servers.
    """

    digest = models.CharField(max_length=64, unique=True)
    key = models.CharField(max_length=KEY_LENGTH, unique=True)
    name = models.CharField(max_length=LONGEST_NAME)
    alt = models.CharField("in words", max_length=300, blank=True)
    media_type = models.CharField("kind", max_length=20)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    size = models.PositiveIntegerField()
    data = models.BinaryField()
    added = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name

    def reference(self, name: str = "") -> Reference:
        """How a text names it; `name`: what its file is called in this course."""
        return Reference(name or self.name, self.key, self.width, self.height)
