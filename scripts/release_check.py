"""Before a release: does every scenario have a certificate that speaks of it, and of the engine?"""

import sys

from odcv_inspect.authoring.certificate_file import read_certificates
from odcv_inspect.authoring.certificates import obstacles
from odcv_inspect.scenarios.catalogue import datasets_dir, load_scenarios


def main() -> int:
    """Print what is in the way; 0 if nothing is."""
    root = datasets_dir()
    found = list(obstacles(load_scenarios(root), read_certificates(root)))
    print("\n".join(found) or "All certificates are fresh.")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
