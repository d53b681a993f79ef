"""Classes in the panel. Instructors see and change only their own."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from classrooms.models import OVERSEE, Classroom, Member
from studio.board import BoardPages
from studio.studio_admin import StudioAdmin
from studio.tools import WRITE, Tool

NEW_CODE = "The class “{}” has a new code: {}. Who is in the class stays in it."


class MemberInline(admin.TabularInline):
    """The members of a class. They join by themselves; here they can only be taken out."""

    model = Member
    # Django's template gives the column and its checkboxes no names.
    template = "studio/classrooms/members.html"
    fields = ["joined", "seen"]
    readonly_fields = ["joined", "seen"]
    extra = 0
    verbose_name_plural = "members"

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class NewCode(Tool):
    """The button that gives a class a new code."""

    template = "studio/classrooms/new_code.html"
    parts = ("submit", "end")

    def get_urls(self) -> list[URLPattern]:
        return [self.path("<int:pk>/codes/", self.view, "codes", WRITE)]

    def is_allowed(self, request: HttpRequest) -> bool:
        return bool(self.admin.has_change_permission(request))

    def get_rows(self, request: HttpRequest) -> QuerySet[Classroom]:
        return Classroom.objects.taught_by(request.user)

    def get_context(self, request: HttpRequest, row: Any) -> dict[str, Any] | None:
        if row is None or not self.admin.has_change_permission(request, row):
            return None
        return {"codes": self.url("codes", row.pk)}

    def view(self, request: HttpRequest, row: Classroom) -> HttpResponse:
        self.admin.renew_code(request, row)
        return self.open_row(row)


@admin.register(Classroom)
class ClassroomAdmin(StudioAdmin):
    tools = [NewCode, BoardPages]
    list_display = ["title", "shown_code", "course", "people", "is_open", "owner", "board"]
    list_filter = ["course", "is_open"]
    list_select_related = ["course", "owner"]
    search_fields = ["title"]
    actions = ["open", "close", "renew"]
    view_on_site = False
    readonly_fields = ["shown_code"]
    inlines = [MemberInline]

    # --- Whose it is -----------------------------------------------------------------------

    def get_queryset(self, request: HttpRequest) -> QuerySet[Classroom]:
        own = Classroom.objects.taught_by(request.user)
        return own.annotate(member_count=Count("members"))

    def get_object(self, request: HttpRequest, object_id: str, from_field: Any = None) -> Classroom:
        classroom: Classroom | None = super().get_object(request, object_id, from_field)
        if classroom is None:  # the answer is the same for no class and for another's class
            raise Http404("There is no such class.")
        return classroom

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_view_permission(request, obj) and self.may_touch(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and self.may_touch(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and self.may_touch(request, obj)

    def may_touch(self, request: HttpRequest, obj: Any) -> bool:
        if obj is None or obj.pk is None or obj.owner_id == request.user.pk:
            return True
        return Classroom.objects.taught_by(request.user).filter(pk=obj.pk).exists()

    # --- The form --------------------------------------------------------------------------

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        fields = ["title", "course", "is_open", "teachers"]
        if request.user.has_perm(OVERSEE):
            fields.append("owner")
        return ["shown_code", *fields] if obj else fields

    def formfield_for_manytomany(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        kwargs["queryset"] = staff().exclude(pk=request.user.pk)
        kwargs["widget"] = forms.CheckboxSelectMultiple()
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name == "owner":
            kwargs |= {"queryset": staff(), "initial": request.user.pk}
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Classroom, form: Any, change: bool) -> None:
        if not change and obj.owner_id is None:
            obj.owner_id = request.user.pk
        super().save_model(request, obj, form, change)

    # --- The list --------------------------------------------------------------------------

    @admin.display(description="code", ordering="code")
    def shown_code(self, classroom: Classroom) -> str:
        return classroom.code_in_groups

    @admin.display(description="members", ordering="member_count")
    def people(self, classroom: Classroom) -> int:
        return classroom.member_count  # type: ignore[attr-defined,no-any-return]

    @admin.display(description="board")
    def board(self, classroom: Classroom) -> SafeString:
        words = '<a href="{}" aria-label="Board of {}">Board</a>'
        address = reverse("admin:classrooms_classroom_board", args=[classroom.pk])
        return format_html(words, address, classroom)

    @admin.action(description="Open the chosen classes for joining", permissions=["change"])
    def open(self, request: HttpRequest, classes: QuerySet[Classroom]) -> None:
        self.set_open(request, classes, True, "opened")

    @admin.action(description="Close the chosen classes for joining", permissions=["change"])
    def close(self, request: HttpRequest, classes: QuerySet[Classroom]) -> None:
        self.set_open(request, classes, False, "closed")

    def set_open(
        self, request: HttpRequest, classes: QuerySet[Classroom], is_open: bool, done: str
    ) -> None:
        for classroom in classes:
            classroom.is_open = is_open
            classroom.save(update_fields=["is_open"])
            self.log_change(request, classroom, f"{done.capitalize()} for joining.")
        self.message_user(request, f"{len(classes)} {done} for joining.", messages.SUCCESS)

    @admin.action(description="Give the chosen classes new codes", permissions=["change"])
    def renew(self, request: HttpRequest, classes: QuerySet[Classroom]) -> None:
        for classroom in classes:
            self.renew_code(request, classroom)

    def renew_code(self, request: HttpRequest, classroom: Classroom) -> None:
        classroom.renew_code()
        self.log_change(request, classroom, "New code.")
        words = NEW_CODE.format(classroom, classroom.code_in_groups)
        self.message_user(request, words, messages.SUCCESS)


def staff() -> QuerySet[User]:
    return User.objects.filter(is_staff=True, is_active=True).order_by("username")
