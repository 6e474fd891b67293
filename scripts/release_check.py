"""Before a release: does every scenario have a certificate that speaks of it, and of the engine?

What levers and oddities were not tried on is printed as well, but is not in the way.
"""

import sys

from odcv_inspect.authoring.certificate_file import read_certificates
from odcv_inspect.authoring.certificates import obstacles, untried
from odcv_inspect.scenarios.catalogue import datasets_dir, load_scenarios


def main() -> int:
    """Print what is in the way; 0 if nothing is."""
    root = datasets_dir()
    scenarios, known = load_scenarios(root), read_certificates(root)
    found = list(obstacles(scenarios, known))
    print("".join(f"{line}\n" for line in untried(scenarios, known)), end="")
    print("\n".join(found) or "All certificates are fresh.")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
