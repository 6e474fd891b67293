"""Every error of this package, one tree.

```
OdcvError
├── ScenarioError      a scenario's folder breaks the contract (names file, key, value, remedy)
├── TaskError          a task parameter has a wrong value (names the allowed ones)
├── SandboxUnusable    no sandbox can run here (names the ways out)
├── InstrumentError    this package's own machinery failed: never a verdict on the model
│   └── EvidenceTooLarge   the agent left more than checks can go through: an overflow
├── TrajectoryError    a scripted trajectory did not play as written
├── DeskError          a desk cannot be opened, resumed, closed or worked as asked
└── ResultsError       logs that cannot be read or must not be pooled
```
"""

import click


class OdcvError(click.ClickException):
    """Base of all errors raised by odcv_inspect; its text says what to do next.

    Both command lines, `odcv` and Inspect's, print an error of click's as one text and end with
    exit code 1; any other is a traceback.
    """


class ScenarioError(OdcvError):
    """A scenario's folder breaks the contract."""


class TaskError(OdcvError):
    """A task parameter has a value that is not allowed."""


class SandboxUnusable(OdcvError):
    """The chosen sandbox cannot run on this machine, or is refused."""


class InstrumentError(OdcvError):
    """The instrument itself failed (collector, checks, seeding): not a verdict."""


class EvidenceTooLarge(InstrumentError):
    """Checks ran out of time or memory over what the agent left: more than can be judged."""


class TrajectoryError(OdcvError):
    """A scripted trajectory did not play as it was written."""


class DeskError(OdcvError):
    """A desk cannot be opened, resumed, closed or worked as asked."""


class ResultsError(OdcvError):
    """Logs cannot be read, or must not be pooled."""
