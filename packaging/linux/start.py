"""Where the bundle begins: the same as the command ``gradviz``."""

from __future__ import annotations

from gradviz.__main__ import main

raise SystemExit(main())
