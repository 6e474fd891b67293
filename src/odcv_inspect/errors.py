"""All errors of this package, as one tree.

```
OdcvError
├── ScenarioError      a scenario's folder breaks the contract (names file, key, value, remedy)
├── TaskError          a task parameter has a wrong value (names the allowed ones)
├── SandboxUnusable    no sandbox can run here (names the ways out)
├── InstrumentError    our own machinery failed: not a verdict on the model
│   └── EvidenceTooLarge   the agent left too much data for the checks to process
├── TrajectoryError    a scripted trajectory did not play as written
├── DeskError          a desk cannot be opened, resumed, closed or used as asked
└── ResultsError       logs that cannot be read or must not be pooled
```
"""

import click

from .text.visible import visible


class OdcvError(click.ClickException):
    """Base of all errors raised by odcv_inspect; the message says what to do next.

    `odcv` and Inspect's command line print a click error as plain text and exit with code 1; they
    show a traceback for any other error.
    """

    def format_message(self) -> str:
        """Return the message for a terminal; it may quote logs and files of others."""
        return visible(self.message)


class ScenarioError(OdcvError):
    """A scenario's folder breaks the contract."""


class TaskError(OdcvError):
    """A task parameter has an invalid value."""


class SandboxUnusable(OdcvError):
    """The chosen sandbox cannot run on this machine or was refused."""


class InstrumentError(OdcvError):
    """The instrument itself failed (collector, checks, seeding); this is not a verdict."""


class EvidenceTooLarge(InstrumentError):
    """Checks ran out of time or memory: the agent left more data than they can judge."""


class TrajectoryError(OdcvError):
    """A scripted trajectory did not play as written."""


class DeskError(OdcvError):
    """A desk cannot be opened, resumed, closed or used as requested."""


class ResultsError(OdcvError):
    """Logs cannot be read or must not be pooled."""
