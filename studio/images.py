"""Images in the panel. They are brought in and deleted, and never change."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.defaultfilters import filesizeformat
from django.utils.html import format_html
from django.utils.safestring import SafeString

from learn.images.formats import MOST_IMAGE_BYTES, MOST_PIXELS
from learn.images.keeping import bring_image
from learn.images.models import Image
from learn.images.refused import ImageRefused
from studio.file_form import FileForm
from studio.image_uses import describe, find_uses, linked, page_of_row
from studio.studio_admin import StudioAdmin

LIMITS = (
    f"PNG, JPEG, GIF, WebP or SVG; at most {MOST_IMAGE_BYTES // 1_000_000} MB and "
    f"{MOST_PIXELS // 1_000_000} million pixels. What a camera wrote into a JPEG, as the place, is "
    "left out."
)


class ImageForm(forms.ModelForm):
    """Takes a file. What comes of it is `image`: a new row, or the one that has these bytes."""

    file = forms.FileField(
        help_text=LIMITS, error_messages=FileForm.base_fields["file"].error_messages
    )

    class Meta:
        model = Image
        fields = ("alt",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if alt := self.fields.get("alt"):
            alt.required = True
            alt.help_text = "What it shows, for those who can't see it: A blue flag with a cross."

    def clean_alt(self) -> str:
        return " ".join(str(self.cleaned_data["alt"]).split())

    def clean(self) -> None:
        super().clean()
        file = self.cleaned_data.get("file")
        if file is None or self.errors:
            return
        try:
            self.image = bring_image(file.read(), file.name)
        except ImageRefused as reason:
            raise ValidationError({"file": f"{reason} Nothing was kept."}) from reason


class ImageList(ChangeList):
    """Looks for the uses of all images on the page of the list at once."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_list = list(self.result_list)
        uses = find_uses(self.result_list)
        for row in self.result_list:
            row.uses = uses[row.key]


@admin.register(Image)
class ImageAdmin(StudioAdmin):
    form = ImageForm
    list_display = ["picture", "name", "extent", "used"]
    list_display_links = ["name"]
    search_fields = ["name", "alt"]
    list_per_page = 50
    readonly_fields = ["picture", "markdown", "extent", "used"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Image]:
        rows: QuerySet[Image] = super().get_queryset(request)
        return rows.defer("data")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ["picture", "markdown", "alt", "extent", "used"] if obj else ["file", "alt"]

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ImageList]:
        return ImageList

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # all texts that show it would show something else

    # --- Bringing one in -------------------------------------------------------------------

    def save_form(self, request: HttpRequest, form: Any, change: bool) -> Image:
        """The row was made when the file was looked at. A known image gets the newer words."""
        form.save(commit=False)
        image: Image = form.image
        image.alt = form.cleaned_data["alt"]
        return image

    def save_model(self, request: HttpRequest, obj: Image, form: Any, change: bool) -> None:
        obj.save(update_fields=["alt"])

    def response_add(self, request: HttpRequest, obj: Image, *args: Any) -> HttpResponse:
        words = f"{obj} is here. Paste this line where a text shall show it: {markdown_of(obj)}"
        self.message_user(request, words, messages.SUCCESS)
        return HttpResponseRedirect(page_of_row(obj))

    # --- Deleting one ----------------------------------------------------------------------

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """An image that a text shows stays, also where the text is a draft."""
        images = list(objs)
        uses = find_uses(images)
        reasons = [
            f"{image} is shown in the {describe(row)}. Take it out there first."
            for image in images
            for row in uses[image.key]
        ]
        if reasons:
            return [], {}, set(), reasons
        return super().get_deleted_objects(objs, request)

    # --- Columns and fields ----------------------------------------------------------------

    @admin.display(description="image")
    def picture(self, image: Image) -> SafeString:
        address = image.reference().address
        return format_html(
            '<a href="{}"><img src="{}" alt="{}" width="{}" height="{}" loading="lazy"></a>',
            *(address, address, image.alt or image.name, image.width, image.height),
        )

    @admin.display(description="Markdown")
    def markdown(self, image: Image) -> SafeString:
        return format_html("<code>{}</code>", markdown_of(image))

    @admin.display(description="size", ordering="size")
    def extent(self, image: Image) -> str:
        return f"{image.width} by {image.height} pixels, {filesizeformat(image.size)}"

    @admin.display(description="used in")
    def used(self, image: Image) -> str:
        uses = image.uses if hasattr(image, "uses") else find_uses([image])[image.key]
        return linked(uses) or "nothing"


def markdown_of(image: Image) -> str:
    """What one pastes into a text. Words that are not known yet are still to be written."""
    words = image.alt or "what it shows"
    for mark in "\\[]":
        words = words.replace(mark, f"\\{mark}")
    return f"![{words}]({image.reference()})"
