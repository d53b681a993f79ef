"""Who may enter the panel, with which role, and who changed what."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group, User
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.forms import CheckboxSelectMultiple, ModelMultipleChoiceField
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from classrooms.models import OVERSEE, Classroom
from studio.roles import ABOUT

# Rows of these models are private. The permission lets a person see the changes to all of them.
PRIVATE = {"user": "auth.view_user", "classroom": OVERSEE, "member": OVERSEE}


class RolesField(ModelMultipleChoiceField):
    help_text = "Each may also do what the one above it may. With none, the panel is empty."

    def label_from_instance(self, obj: Group) -> str:
        return f"{obj.name}: {ABOUT[obj.name]}" if obj.name in ABOUT else obj.name


@admin.register(User)
class PersonAdmin(UserAdmin):
    """An administrator gives roles. Only superusers change or delete a superuser."""

    list_display = ["username", "first_name", "last_name", "role", "is_active", "last_login"]
    list_filter = ["groups", "is_active"]
    filter_horizontal = []
    actions = None  # no deleting of many at once, since a superuser might be among them
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        ("Person", {"fields": ["first_name", "last_name", "email"]}),
        ("Role", {"fields": ["groups", "is_active"]}),
    ]
    add_fieldsets = [
        (
            None,
            {
                "classes": ["wide"],
                "fields": ["username", "usable_password", "password1", "password2", "groups"],
            },
        )
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        people: QuerySet[User] = super().get_queryset(request)
        return people.prefetch_related("groups")

    def formfield_for_manytomany(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        roles = {"form_class": RolesField, "widget": CheckboxSelectMultiple}
        return db_field.formfield(**roles, label="Role", help_text=RolesField.help_text)

    def role(self, user: User) -> str:
        names = [group.name for group in user.groups.all()]
        return "superuser" if user.is_superuser else ", ".join(names)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        sets = super().get_fieldsets(request, obj)
        if obj and request.user.is_superuser:
            return [*sets, ("Superuser", {"fields": ["is_superuser"]})]
        return sets

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and self.may_touch(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and self.may_touch(request, obj)

    def may_touch(self, request: HttpRequest, obj: Any) -> bool:
        return obj is None or not obj.is_superuser or request.user.is_superuser

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        obj.is_staff = (
            True  # learners have no accounts, so everyone with an account works in the panel
        )
        super().save_model(request, obj, form, change)


def visible_to(request: HttpRequest) -> QuerySet[LogEntry]:
    """The changes to rows that this person may view, and the changes that they made."""
    entries = LogEntry.objects.select_related("user", "content_type")
    if request.user.is_superuser:
        return entries
    kinds = [
        kind
        for kind in ContentType.objects.all()
        if kind.model not in PRIVATE or request.user.has_perm(PRIVATE[kind.model])
        if request.user.has_perm(f"{kind.app_label}.view_{kind.model}")
    ]
    own = entries.filter(user=request.user.pk) | of_own_classes(request, entries)
    return entries.filter(content_type__in=kinds) | own


def of_own_classes(request: HttpRequest, entries: QuerySet[LogEntry]) -> QuerySet[LogEntry]:
    """The changes, by anybody, to the classes that this person teaches."""
    if not request.user.has_perm("classrooms.view_classroom"):
        return entries.none()
    taught = Classroom.objects.taught_by(request.user).values_list("pk", flat=True)
    kind = ContentType.objects.get_for_model(Classroom)
    return entries.filter(content_type=kind, object_id__in=[str(pk) for pk in taught])


class KindFilter(admin.SimpleListFilter):
    """Offers the models to which this person can see a change."""

    title, parameter_name = "what it is", "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        changed = visible_to(request).order_by().values("content_type").distinct()
        kinds = ContentType.objects.filter(pk__in=changed)
        return sorted(((str(kind.pk), kind.name) for kind in kinds), key=lambda pair: pair[1])

    def queryset(self, request: HttpRequest, queryset: QuerySet[LogEntry]) -> QuerySet[LogEntry]:
        value = self.value() or ""
        return queryset.filter(content_type=int(value)) if value.isdecimal() else queryset


@admin.register(LogEntry)
class ChangesAdmin(admin.ModelAdmin):
    """Who changed what, in two columns. It can only be read."""

    list_display = ["what", "who"]
    list_display_links = None
    list_filter = ["action_flag", KindFilter, "user"]
    search_fields = ["object_repr", "change_message", "user__username"]
    date_hierarchy = "action_time"
    list_per_page = 50

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return super().changelist_view(request, {"title": "Who changed what"})

    def get_queryset(self, request: HttpRequest) -> QuerySet[LogEntry]:
        return visible_to(request).order_by("-action_time", "-pk")

    def what(self, entry: LogEntry) -> str:
        return f"{entry.content_type}: {entry.object_repr}. {entry.get_change_message()}"

    def who(self, entry: LogEntry) -> str:
        return f"{entry.user}, {timezone.localtime(entry.action_time):%d %b %Y %H:%M}"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
