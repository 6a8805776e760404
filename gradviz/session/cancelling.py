"""How a running job hears that nobody waits for it any more."""

from __future__ import annotations

import time


class Cancelled(Exception):  # noqa: N818  # it is not an error
    """Raised by ``CancelToken.check`` to leave a job nobody waits for any more."""


class CancelToken:
    """Tells a running job that its result is no longer wanted; may be asked from any thread."""

    def __init__(self) -> None:
        self._revoked = False
        self._deadline = float("inf")

    @property
    def cancelled(self) -> bool:
        """Whether to stop."""
        return self._revoked or time.monotonic() >= self._deadline

    def __call__(self) -> bool:
        """The same as ``cancelled``, for code that takes a plain function."""
        return self.cancelled

    def check(self) -> None:
        """Raise Cancelled when it is time to stop."""
        if self.cancelled:
            raise Cancelled

    def cancel(self) -> None:
        """Stop now."""
        self._revoked = True

    def cancel_at(self, moment: float) -> None:
        """Stop at ``moment`` on the clock of ``time.monotonic``."""
        self._deadline = min(self._deadline, moment)
