"""Live state: the document with undo, background jobs, pass cursor, descent runs, settings."""

from gradviz.session.descent import DescentRun
from gradviz.session.jobs import Cancelled, CancelToken, JobRunner
from gradviz.session.links import EpochLink
from gradviz.session.pass_state import PassState
from gradviz.session.passes import PassCursor
from gradviz.session.recovery import Recoverable, Recovery
from gradviz.session.session import Session
from gradviz.session.settings import Settings

__all__ = [
    "CancelToken",
    "Cancelled",
    "DescentRun",
    "EpochLink",
    "JobRunner",
    "PassCursor",
    "PassState",
    "Recoverable",
    "Recovery",
    "Session",
    "Settings",
]
