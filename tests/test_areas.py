"""The line on the hostile suite below the tests' results."""

from tests.support.areas import attempts_by_area


def test_attempts_are_counted_by_area() -> None:
    ran = [
        "tests/hostile/test_host.py::test_a",
        "tests/hostile/test_host.py::test_b[x]",
        "tests/hostile/test_mail.py::test_a",
        "tests/docker/test_attacks.py::test_a",
        "tests/docker/test_runs.py::test_a",
        "tests/test_help.py::test_a",
    ]
    assert attempts_by_area(ran) == "4 attempts: docker 1, host 2, mail 1"
    assert attempts_by_area(["tests/test_help.py::test_a"]) == ""
