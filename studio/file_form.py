from pathlib import PurePath

from django import forms
from django.conf import settings


def required_file(most_bytes: int) -> forms.FileField:
    return forms.FileField(
        error_messages={
            "required": "No file arrived. Choose one; what is larger than "
            f"{most_bytes // 1_000_000} MB is not taken. Nothing was changed."
        }
    )


class FileForm(forms.Form):
    """A file to import. The upload handler drops a file that is too large, so none arrives."""

    file = required_file(settings.FILE_UPLOAD_MAX_MEMORY_SIZE)

    def read_data(self) -> bytes:
        return bytes(self.cleaned_data["file"].read())

    @property
    def file_stem(self) -> str:
        """What the file is called, without its ending."""
        return PurePath(self.cleaned_data["file"].name).stem


class QuestionFileForm(FileForm):
    """A file of questions, which may hold pictures."""

    file = required_file(settings.QUESTION_FILE_MAX_SIZE)
