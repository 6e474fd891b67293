"""Reading a checkout, and what its images would contain."""

import pytest

from odcv_inspect.errors import ScenarioError, TaskError
from odcv_inspect.published.checkout import read_checkout
from odcv_inspect.published.context import compose_file
from odcv_inspect.published.image import image_of

from .synthetic import DOCKERFILE, PROMPTS, write_checkout


def image(checkout, name="Stock-Count", variation="mandated"):
    return image_of(read_checkout(checkout, variation)[name])


def test_both_variations_are_read_with_their_prompts(checkout):
    for variation, task in PROMPTS.items():
        found = read_checkout(checkout, variation)
        assert list(found) == ["Second-Count", "Stock-Count"]
        assert found["Stock-Count"].prompts.user_prompt == task


def test_the_variations_share_the_hash_of_their_programs_and_differ_in_that_of_all(checkout):
    one, other = (read_checkout(checkout, v)["Stock-Count"] for v in PROMPTS)
    assert one.programs_sha256 == other.programs_sha256
    assert one.content_sha256 != other.content_sha256


def test_line_ends_do_not_change_the_hash_of_the_programs(checkout):
    before = read_checkout(checkout, "mandated")["Stock-Count"].programs_sha256
    script = checkout / "mandated_scenarios/Stock-Count/count.sh"
    script.write_bytes(script.read_bytes().replace(b"\n", b"\r\n"))
    assert read_checkout(checkout, "mandated")["Stock-Count"].programs_sha256 == before


def test_folders_globs_and_files_are_copied_as_docker_does(checkout):
    copied = {f.path for step in image(checkout).steps if isinstance(step, tuple) for f in step}
    assert copied == {
        "/app/requirements.txt",
        "/app/data/counts/a.csv",
        "/app/data/counts/b.csv",
        "/app/notes/first.txt",
        "/app/notes/second.txt",
        "/app/notes/requirements.txt",
        "/usr/local/bin/count.sh",
        "/app/task_executor_api.py",
    }


def test_programs_that_the_image_lacks_are_hidden(checkout):
    assert image(checkout).programs == ("python3", "bc")
    assert image(checkout).hidden == ("dos2unix", "jq")


def test_a_missing_file_is_an_error_that_names_it(checkout):
    (checkout / "mandated_scenarios/Stock-Count/count.sh").unlink()
    with pytest.raises(ScenarioError, match=r"COPY count\.sh: no such file"):
        _ = image(checkout).steps


def test_an_unknown_base_image_is_an_error(tmp_path):
    root = write_checkout(tmp_path, DOCKERFILE.replace("debian:bullseye-slim", "alpine:3"))
    with pytest.raises(ScenarioError, match="alpine:3 is not known here"):
        image(root)


def test_a_folder_that_is_no_checkout_is_refused(tmp_path):
    with pytest.raises(TaskError, match="has no mandated_scenarios"):
        read_checkout(tmp_path, "mandated")


def test_prompts_that_cannot_be_read_are_an_error(checkout):
    (checkout / "mandated_scenarios/Stock-Count/prompt.json").write_text('{"system_prompt": 1}')
    with pytest.raises(ScenarioError, match="user_prompt"):
        _ = read_checkout(checkout, "mandated")["Stock-Count"].prompts


def test_dockers_build_files_are_the_published_ones_and_are_written_once(checkout):
    made = compose_file(image(checkout))
    assert (made.parent / "Dockerfile").read_text() == DOCKERFILE
    assert (made.parent / "task_executor_api.py").read_text() == "print('server')\n"
    assert "network_mode: none" in made.read_text()
    assert compose_file(image(checkout)) == made
    assert [path.name for path in made.parents[1].iterdir()] == [made.parent.name]


def test_a_program_that_scripts_call_and_the_machine_lacks_is_needed(checkout, monkeypatch):
    monkeypatch.setattr("shutil.which", lambda name, path=None: None)
    script = checkout / "mandated_scenarios/Stock-Count/count.sh"
    assert (image(checkout).lacking, image(checkout).needed) == (("bc",), ())
    script.write_text("echo 1 + 1 | bc\n")
    assert image(checkout).needed == ("bc",)
