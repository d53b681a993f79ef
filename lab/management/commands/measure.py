from typing import Any

from django.core.management.base import BaseCommand, CommandError

from lab.benchmark import store as benchmark_store
from lab.benchmark.benchmark import Measurement
from lab.benchmark.figures import milliseconds


class Command(BaseCommand):
    help = "Measure what a request costs in each engine on this server, and keep it for the pages."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self.tell(benchmark_store.renew())
        except benchmark_store.UnderWay:
            raise CommandError("Another process is measuring. Try again in a moment.") from None
        except OSError as error:
            raise CommandError(f"The measurement can't be kept: {error}. Mend that.") from error

    def tell(self, measurement: Measurement) -> None:
        bare = milliseconds(measurement.bare.median)
        self.stdout.write(f"A bare view takes {bare}. Medians of requests with a session:")
        for cost in measurement.costs:
            times = f"{milliseconds(cost.times.median)}, p95 {milliseconds(cost.times.p95)}"
            ratio = f"{measurement.ratio(cost):.1f} x bare"
            self.stdout.write(f"{cost.engine:18} {cost.kind:10} {times:26} {ratio}")
        for name in measurement.silent:
            self.stdout.write(f"{name:18} does not answer")
