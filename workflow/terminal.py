"""The terminal: a line a job, in the place of Snakemake's six."""

import logging
import time
from collections.abc import Callable

from snakemake.common import NOTHING_TO_BE_DONE_MSG
from snakemake.settings.enums import Quietness
from snakemake_interface_logger_plugins.common import LogEvent

QUIET = {Quietness.HOST, Quietness.REASON}  # as the profiles set it
LONG = 60  # seconds to go, from which on they are told


class LineOfJob(logging.Formatter):
    """Say of a job that begins the share of the work done, and what it is; all else as before.

    `work` returns the work done and that of the whole run, in any unit.
    """

    def __init__(
        self,
        usual: logging.Formatter,
        at_end: Callable[[], list[str]],
        work: Callable[[], tuple[float, float]],
    ) -> None:
        super().__init__()
        self.usual, self.at_end, self.work = usual, at_end, work
        self.begun = time.monotonic()

    def filter(self, record: logging.LogRecord) -> bool:
        """Leave out what Snakemake says between jobs."""
        event = getattr(record, "event", None)
        between = LogEvent.PROGRESS, LogEvent.JOB_STARTED, LogEvent.JOB_FINISHED
        return event not in between and record.msg != "Select jobs to execute..."

    def format(self, record: logging.LogRecord) -> str:
        """Return what the terminal shows of a record."""
        if getattr(record, "event", None) == LogEvent.JOB_INFO:
            done, total = self.work()
            share = f"[{int(100 * done / total):3d} %]"
            return f"{share} {record.rule_msg or record.rule_name}{self.left(done, total)}"
        if record.msg == NOTHING_TO_BE_DONE_MSG:
            return "\n".join([record.msg, *self.at_end()])
        return self.usual.format(record)

    def left(self, done: float, total: float) -> str:
        """Return about how long the rest takes, if long and some jobs are done to tell it from."""
        elapsed = time.monotonic() - self.begun
        seconds = elapsed * (total - done) / done if done else 0
        return f"  ({seconds / 60:.0f} min left)" if seconds > LONG else ""


def say_a_line_a_job(
    settings, at_end: Callable[[], list[str]], work: Callable[[], tuple[float, float]]
) -> None:
    """Let Snakemake's own terminal handler say so, unless the user wants to see more or less.

    At the end of a run that had nothing to do, for which Snakemake has no hook, it says `at_end`.
    """
    if settings.quiet != QUIET or settings.dryrun or settings.verbose or settings.printshellcmds:
        return
    for handler in logging.getLogger("snakemake.logging").handlers:
        if handler.name == "DefaultStreamHandler":  # none where a logger plugin has its place
            lines = LineOfJob(handler.formatter, at_end, work)
            handler.addFilter(lines)
            handler.setFormatter(lines)
