"""What is seen on a landscape at one moment, and what its parts may reach."""

from __future__ import annotations

from dataclasses import dataclass

from gradviz.descent import Trajectory
from gradviz.document import Document
from gradviz.session import DescentRun, JobRunner, PassCursor, RaceRun, Secret, Session, Settings
from gradviz.ui.plots.frame import Frame
from gradviz.ui.plots.landscape.plane import Plane
from gradviz.ui.theme import ThemeSource


@dataclass(frozen=True, eq=False)
class Scene:
    """A plane in the visible ranges, with the document, its descent and the epoch shown.

    ``pointer`` is the point under the mouse by axis, empty when the mouse is elsewhere.
    """

    plane: Plane
    frame: Frame
    document: Document
    trajectory: Trajectory | None
    epoch: int
    pointer: tuple[float, ...] = ()


@dataclass(frozen=True, eq=False)
class Surroundings:
    """The live state that the landscape stands on."""

    session: Session
    run: DescentRun
    passes: PassCursor
    jobs: JobRunner
    themes: ThemeSource
    settings: Settings
    race: RaceRun
    secret: Secret

    @property
    def path(self) -> Trajectory | None:
        """The path of the descent; None while it is a secret where that leads."""
        return None if self.secret.on else self.run.trajectory
