"""All experiments. A new one is a function in its topic's module and a name here."""

from lab.experiments.caches import cache_down, two_processes
from lab.experiments.changing import appending, counting_visits, what_is_saved
from lab.experiments.cookie_settings import cookie_settings
from lab.experiments.cookies import cookie_overflow, replay_after_sign_out, tampering
from lab.experiments.defaults import one_setting
from lab.experiments.drills import drill
from lab.experiments.eviction import eviction
from lab.experiments.experiment import Experiment
from lab.experiments.expiry import age_none, set_expiry
from lab.experiments.files import missing_file_path
from lab.experiments.installed import missing_installed_app
from lab.experiments.keys import key_rotation
from lab.experiments.lifetime import age_after_last_save, browser_close, save_every_request
from lab.experiments.middlewares import missing_middleware
from lab.experiments.queries import query_counts
from lab.experiments.remembers import remembers
from lab.experiments.renewing import renewing
from lab.experiments.serializers import serializer_limits
from lab.experiments.sweeping import sweeping
from lab.experiments.traits import engine_traits
from lab.experiments.updates import lost_updates

EXPERIMENTS: dict[str, Experiment] = {
    one.slug: one
    for one in (
        remembers,
        one_setting,
        missing_middleware,
        engine_traits,
        what_is_saved,
        appending,
        counting_visits,
        renewing,
        browser_close,
        age_after_last_save,
        save_every_request,
        cookie_settings,
        set_expiry,
        age_none,
        sweeping,
        missing_file_path,
        missing_installed_app,
        query_counts,
        lost_updates,
        cookie_overflow,
        replay_after_sign_out,
        tampering,
        key_rotation,
        eviction,
        cache_down,
        two_processes,
        serializer_limits,
    )
}

# What a worker runs: also what has a page of its own in the lab.
RUNNABLE = {**EXPERIMENTS, drill.slug: drill}
