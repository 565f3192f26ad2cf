"""Where files lie: the packaged data, and the folders of one output directory.

Packaged data is beside the package in a wheel, in `data/` in a checkout.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from hotspots.errors import InternalError, StoreError

if TYPE_CHECKING:
    from enum import Enum

_PACKAGE = Path(__file__).resolve().parent


def data_path(relative: str) -> Path:
    """The path of a packaged data file, for instance `gazetteer/derby.csv`.

    Raises:
        InternalError: the installation is incomplete.
    """
    for root in (_PACKAGE / "data", _PACKAGE.parent / "data"):
        candidate = root / relative
        if candidate.exists():
            return candidate
    msg = f"The packaged file {relative} is missing: install the program again."
    raise InternalError(msg)


@dataclass(frozen=True, slots=True)
class Workspace:
    """`root` is the folder that `--out` names.

    `inside` is the co-ordinator's alone (readable by its owner only, where the system
    knows such a thing); `service` is all that the web service may open.
    """

    root: Path

    @property
    def inside(self) -> Path:
        """Rejects, review, report, the run's account, and the register."""
        return self.root / "inside"

    @property
    def service(self) -> Path:
        """The sealed releases, the keys and the audit trail."""
        return self.root / "service"

    def audience(self, audience: Enum) -> Path:
        """What this audience may be handed."""
        return self.root / str(audience.value)

    @property
    def register_url(self) -> str:
        """The register, where no other database is named."""
        return f"sqlite:///{(self.inside / 'register.db').resolve().as_posix()}"

    @property
    def release_url(self) -> str:
        """The sealed releases, where no other database is named."""
        return f"sqlite:///{(self.service / 'releases.db').resolve().as_posix()}"

    @property
    def access_url(self) -> str:
        """Keys, sessions and the audit trail, where no other database is named."""
        return f"sqlite:///{(self.service / 'access.db').resolve().as_posix()}"

    def prepare(self) -> None:
        """Make the folders.

        Raises:
            StoreError: the folder cannot be made or written to.
        """
        try:
            for folder in (self.root, self.inside, self.service):
                folder.mkdir(parents=True, exist_ok=True)
            for folder in (self.inside, self.service):
                folder.chmod(0o700)
        except OSError as error:
            raise StoreError(
                f"The folder {self.root.name} cannot be written to ({error.strerror}). "
                "Choose another with --out."
            ) from error
