"""All experiments. A new one is a function in the module of its topic, and an entry here."""

from lab.experiments.experiment import Experiment
from lab.experiments.topics.caches import cache_down, two_processes
from lab.experiments.topics.changing import appending, counting_visits, what_is_saved
from lab.experiments.topics.cookie_settings import cookie_settings
from lab.experiments.topics.cookies import cookie_overflow, replay_after_sign_out, tampering
from lab.experiments.topics.defaults import one_setting
from lab.experiments.topics.disasters import drill
from lab.experiments.topics.eviction import eviction
from lab.experiments.topics.expiry import age_none, set_expiry
from lab.experiments.topics.files import missing_file_path
from lab.experiments.topics.installed import missing_installed_app
from lab.experiments.topics.keys import key_rotation
from lab.experiments.topics.lifetime import age_after_last_save, browser_close, save_every_request
from lab.experiments.topics.middlewares import missing_middleware
from lab.experiments.topics.queries import query_counts
from lab.experiments.topics.remembers import remembers
from lab.experiments.topics.renewing import renewing
from lab.experiments.topics.serializers import serializer_limits
from lab.experiments.topics.sweeping import sweeping
from lab.experiments.topics.traits import engine_traits
from lab.experiments.topics.updates import lost_updates

EXPERIMENTS: dict[str, Experiment] = {
    experiment.slug: experiment
    for experiment in (
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

# All that a worker runs. The drill has pages of its own in the lab.
RUNNABLE = {**EXPERIMENTS, drill.slug: drill}
