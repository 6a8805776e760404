"""Live state: the document with undo, background jobs, pass cursor, descent runs, settings."""

from gradviz.session.cancelling import Cancelled, CancelToken
from gradviz.session.checks import GradientChecks
from gradviz.session.descent import DescentRun
from gradviz.session.experiment import ExperimentRun
from gradviz.session.focus import Focus, Marks
from gradviz.session.gallery_memory import GalleryMemory, remember_gallery, remembered_gallery
from gradviz.session.ghosts import Ghost, Ghosts
from gradviz.session.held_out import HeldOutWatch
from gradviz.session.jobs import JobRunner
from gradviz.session.links import EpochLink
from gradviz.session.overlays import Overlay, Overlays
from gradviz.session.pass_state import PassState
from gradviz.session.passes import SPEEDS, PassCursor
from gradviz.session.picture_cache import PictureCache
from gradviz.session.playing import EPOCH_SPEEDS
from gradviz.session.race import Racer, RaceRun
from gradviz.session.recovery import Recovery
from gradviz.session.recovery_files import Recoverable
from gradviz.session.secret import Secret
from gradviz.session.session import Session
from gradviz.session.settings import Settings
from gradviz.session.stability import StabilityWatch

__all__ = [
    "EPOCH_SPEEDS",
    "SPEEDS",
    "CancelToken",
    "Cancelled",
    "DescentRun",
    "EpochLink",
    "ExperimentRun",
    "Focus",
    "GalleryMemory",
    "Ghost",
    "Ghosts",
    "GradientChecks",
    "HeldOutWatch",
    "JobRunner",
    "Marks",
    "Overlay",
    "Overlays",
    "PassCursor",
    "PassState",
    "PictureCache",
    "RaceRun",
    "Racer",
    "Recoverable",
    "Recovery",
    "Secret",
    "Session",
    "Settings",
    "StabilityWatch",
    "remember_gallery",
    "remembered_gallery",
]
