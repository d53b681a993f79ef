"""The pages of what axes keeps of sign-ins."""

from typing import Any

from axes.admin import AccessAttemptAdmin, AccessFailureLogAdmin, AccessLogAdmin
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib import admin


@admin.register(AccessAttempt)
class FailedSignIns(AccessAttemptAdmin):
    @admin.action(description="Delete those that are over")
    def cleanup_expired_attempts(self, request: Any, queryset: Any) -> None:
        request.axes_attempt_time = None  # now; axes sets it only while somebody signs in
        super().cleanup_expired_attempts(request, queryset)


admin.register(AccessFailureLog)(AccessFailureLogAdmin)
admin.register(AccessLog)(AccessLogAdmin)
