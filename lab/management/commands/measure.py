from typing import Any

from django.core.management.base import BaseCommand, CommandError

from lab.benchmark import store
from lab.benchmark.measurement import Measurement
from lab.formatting import format_request_time


class Command(BaseCommand):
    help = "Measure what a request costs in each engine on this server, and keep it for the pages."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self.report(store.renew_measurement())
        except store.UnderWay:
            raise CommandError("Another process is measuring. Try again in a moment.") from None
        except OSError as error:
            raise CommandError(f"The measurement can't be kept: {error}. Mend that.") from error

    def report(self, measurement: Measurement) -> None:
        bare = format_request_time(measurement.bare.median)
        self.stdout.write(f"A bare view takes {bare}. Medians of requests with a session:")
        for cost in measurement.costs:
            median, p95 = map(format_request_time, (cost.times.median, cost.times.p95))
            times = f"{median}, p95 {p95}"
            ratio = f"{measurement.ratio(cost):.1f} x bare"
            self.stdout.write(f"{cost.engine:18} {cost.kind:10} {times:26} {ratio}")
        for name in measurement.silent:
            self.stdout.write(f"{name:18} does not answer")
