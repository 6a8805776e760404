"""What the window is built from: all live state, made in the composition root."""

from __future__ import annotations

from dataclasses import dataclass

from gradviz.session import (
    DescentRun,
    Focus,
    GradientChecks,
    JobRunner,
    Overlays,
    PassCursor,
    RaceRun,
    Recovery,
    Secret,
    Session,
    Settings,
    StabilityWatch,
)
from gradviz.ui.theme import ThemeSource


@dataclass(frozen=True)
class Parts:
    """What the window is built from; made in the composition root."""

    session: Session
    passes: PassCursor
    run: DescentRun
    race: RaceRun
    jobs: JobRunner
    themes: ThemeSource
    settings: Settings
    recovery: Recovery
    focus: Focus
    overlays: Overlays
    checks: GradientChecks
    stability: StabilityWatch
    secret: Secret
