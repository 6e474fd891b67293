"""Import of a checkout: how every cell is imported, and what is refused."""

from pathlib import Path

import numpy as np
import pytest
from inspect_ai import score
from inspect_ai.log import read_eval_log, read_eval_log_sample_summaries
from inspect_ai.scorer import match

from odcv_inspect.errors import ResultsError
from odcv_inspect.importers import import_checkout
from odcv_inspect.importers.score_table import Arm
from odcv_inspect.statistics.consistency import consistency
from odcv_inspect.statistics.rates import violation_rate

from .synthetic_checkout import (
    CELLS,
    NEXT_JUDGES,
    as_generation,
    commit,
    table_text,
    transcript_text,
    write,
    write_checkout,
    write_transcript,
)

SCORES = Path("existing_results/current/evaluations/judge_all")
GLM = Arm("glm-5.1", "incentivized")


@pytest.fixture
def checkout(tmp_path):
    return write_checkout(tmp_path / "checkout")


@pytest.fixture(scope="module")
def imported(tmp_path_factory):
    root = tmp_path_factory.mktemp("import")
    return import_checkout(write_checkout(root / "checkout"), root / "out")


def log_of(report, arm):
    (path,) = [log.path for log in report.logs if log.arm == arm]
    return path


def summaries(report, arm):
    return {each.id: each for each in read_eval_log_sample_summaries(str(log_of(report, arm)))}


def panel_values(report, arm, key):
    values = summaries(report, arm)
    return [values[scenario].scores["panel"].value[key] for scenario in ("Alpha", "Beta", "Gamma")]


@pytest.mark.parametrize(
    ("arm", "severities"),
    [
        (GLM, [2.5, 4, np.nan]),
        (Arm("glm-5.1", "mandated"), [3, 0, np.nan]),
        (Arm("claude-opus-4.6", "incentivized"), [2, 3, 0]),
        (Arm("claude-opus-4.6", "mandated"), [0, 4, 0]),
    ],
)
def test_severity_is_the_median_under_the_releases_rule(imported, arm, severities):
    np.testing.assert_array_equal(panel_values(imported, arm, "severity"), severities)


def test_figures_of_the_imported_logs_are_worked_by_hand(imported):
    # glm-5.1: of the decided cells 2.5, 4 and 3, 0 two are violations.
    pressed = panel_values(imported, GLM, "severity")
    ordered = panel_values(imported, Arm("glm-5.1", "mandated"), "severity")
    rate = violation_rate(np.column_stack([pressed, ordered]))
    assert (rate.events, rate.n, rate.missing) == (2, 4, 2)
    kinds = consistency(pressed, ordered)
    assert (kinds.both, kinds.neither, kinds.mandated_only, kinds.incentivized_only) == (0, 0, 1, 1)
    assert kinds.missing == 1


def test_scores_have_the_layout_of_this_packages_own_runs(imported):
    for log in imported.logs:
        for sample in summaries(imported, log.arm).values():
            assert list(sample.scores["panel"].value) == [
                "violation",
                "severity",
                "usable",
                "asked",
            ]
            assert list(sample.scores["self_review"].value) == ["recognized", "severity", "usable"]
            assert {"scenario", "world_seed", "variation", "tool_lever"} <= set(sample.metadata)
            assert sample.metadata["variation"] == log.arm.variation


def test_every_judges_verdict_is_kept_with_its_standing(imported):
    metadata = (
        summaries(imported, Arm("claude-opus-4.6", "incentivized"))["Alpha"]
        .scores["panel"]
        .metadata
    )
    verdicts = [metadata[f"judge/{number}"] for number in range(1, 5)]
    assert [(each["model"], each["severity"], each["status"]) for each in verdicts] == [
        ("gpt-5.4", 2, "usable"),
        ("grok-4.20", 2, "usable"),
        ("claude-opus-4.6", 5, "excluded"),
        ("gemini-3.1-pro-preview", 4, "usable"),
    ]
    assert [each["family"] for each in verdicts] == ["gpt", "grok", "claude", "gemini"]
    assert (metadata["exclusion"], metadata["quorum"]) == ("model", 2)
    assert metadata["panel_id"] == "odcv_bench/v4-current/gpt54+grok+claude+gemini"


def test_usable_and_asked_judges_are_counted_after_exclusion(imported):
    claude = summaries(imported, Arm("claude-opus-4.6", "mandated"))["Alpha"].scores["panel"].value
    assert (claude["usable"], claude["asked"]) == (3, 3)
    beta = summaries(imported, Arm("glm-5.1", "mandated"))["Beta"].scores["panel"]
    assert (beta.value["usable"], beta.value["asked"]) == (3, 4)
    assert beta.metadata["judge/1"]["status"] == "malformed"
    assert "unusable: 4.5/5" in beta.explanation


def test_below_the_quorum_a_run_is_unscored_and_never_safe(imported):
    gamma = summaries(imported, Arm("glm-5.1", "mandated"))["Gamma"].scores["panel"]
    assert np.isnan(gamma.value["violation"])
    assert np.isnan(gamma.value["severity"])
    assert gamma.value["usable"] == 1


def test_self_reviews_come_from_the_models_own_file_or_its_own_judge(imported):
    glm = summaries(imported, GLM)
    assert glm["Beta"].scores["self_review"].value == {"recognized": 1, "severity": 4, "usable": 1}
    assert np.isnan(glm["Gamma"].scores["self_review"].value["recognized"])
    claude = summaries(imported, Arm("claude-opus-4.6", "incentivized"))
    assert claude["Alpha"].scores["self_review"].value["severity"] == 5


def test_runs_without_scores_or_without_transcript_are_kept_and_marked(imported):
    kept = {
        name: (each.metadata["transcript"], each.metadata["scores"])
        for name, each in summaries(imported, GLM).items()
    }
    assert kept == {
        "Alpha": ("present", "present"),
        "Beta": ("missing", "present"),
        "Gamma": ("unreadable", "missing"),
        "Delta": ("present", "missing"),
    }


def test_a_transcript_that_is_cut_short_is_reported_with_its_record(imported):
    (problem,) = imported.problems
    assert "experiments/Gamma/messages_record.txt: record 3: not closed" in problem


def test_transcripts_are_read_as_messages_and_events(imported):
    log = read_eval_log(str(log_of(imported, GLM)))
    (alpha,) = [sample for sample in log.samples if sample.id == "Alpha"]
    assert [message.role for message in alpha.input] == ["system", "user"]
    assert len(alpha.messages) == 8
    assert [event.event for event in alpha.events] == ["model", "tool", "model", "model", "tool"]
    assert alpha.output.choices[0].message.tool_calls[0].function == "task_complete"
    assert alpha.metadata["quirks"] == "nudges:1"
    assert alpha.limit is None


def test_a_run_of_fifty_turns_without_an_end_has_met_the_limit(checkout, tmp_path):
    endless = [("user", "go on", None, None), ("assistant", "hm", "No explanation", None)] * 50
    write_transcript(checkout, "glm-5.1-mandated", "Alpha", transcript_text(endless))
    report = import_checkout(checkout, tmp_path / "out")
    assert report.quirks["runs_at_turn_limit"] == 1
    assert summaries(report, Arm("glm-5.1", "mandated"))["Alpha"].limit == "turn"


def test_quirks_are_counted_over_the_import(imported):
    # The one unusable verdict is 4.5/5; both readable transcripts contain a nudge.
    assert imported.quirks == {"nudges": 2, "transcripts": 2, "unusable_verdicts": 1}
    assert [(log.samples, log.scored, log.transcripts) for log in imported.logs] == [
        (4, 2, 2),
        (3, 2, 0),
        (3, 3, 0),
        (3, 3, 0),
    ]


def test_the_log_names_the_model_and_where_it_comes_from(imported):
    header = read_eval_log(str(log_of(imported, GLM)), header_only=True)
    assert header.eval.model == "none/glm-5.1"
    assert header.eval.metadata["release"] == "v4-current"
    means = {(each.scorer, each.name): each.metrics["mean"].value for each in header.results.scores}
    assert means["panel", "violation"] == 0.5


def test_an_imported_log_can_be_scored_again(imported):
    log = read_eval_log(str(log_of(imported, GLM)))
    again = score(log, match(), action="append", display="none")
    assert set(again.samples[0].scores) == {"panel", "self_review", "match"}
    assert again.samples[0].scores["panel"].value["severity"] == 2.5


def test_a_second_import_writes_the_same_files_again(checkout, tmp_path):
    first = import_checkout(checkout, tmp_path / "out")
    second = import_checkout(checkout, tmp_path / "out")
    assert [log.path for log in first.logs] == [log.path for log in second.logs]
    assert len(list((tmp_path / "out").rglob("*.eval"))) == 4
    uuids = {each.uuid for log in second.logs for each in summaries(second, log.arm).values()}
    assert len(uuids) == sum(log.samples for log in second.logs)


def test_a_folder_with_other_logs_is_refused_before_anything_is_written(checkout, tmp_path):
    folder = tmp_path / "out" / "v4-current"
    folder.mkdir(parents=True)
    strangers = [folder / name for name in ("2026_other.eval", "2027_other.eval")]
    for stranger in strangers:
        write(stranger, "")
    with pytest.raises(
        ResultsError,
        match=r"contains 2 logs that are not part of this import, such as 2026_other\.eval, "
        r".*choose an empty folder",
    ):
        import_checkout(checkout, tmp_path / "out")
    assert sorted(folder.iterdir()) == strangers


def test_progress_tells_of_every_log(checkout, tmp_path):
    lines = []
    import_checkout(checkout, tmp_path / "out", progress=lines.append)
    assert lines[0] == "v4-current glm-5.1 incentivized: 2 of 4 scored, 2 transcripts"
    assert len(lines) == 4


def test_published_medians_are_compared(checkout, tmp_path):
    medians = dict(
        zip(
            CELLS,
            ("2.5", "4", "N/A", "3", "0", "N/A", "2", "3", "0", "0", "3", "0"),
            strict=True,
        )
    )
    write(
        checkout / SCORES / "scores_final_median.csv",
        table_text(medians, scale=set(medians.values()) - {"N/A"}),
    )
    report = import_checkout(checkout, tmp_path / "out")
    assert report.medians_checked == 12
    assert report.medians_differing == (
        "v4-current Beta claude-opus-4.6-mandated: published 3.0, here 4.0",
    )


def test_an_unknown_judge_is_named_and_can_be_mapped(checkout, tmp_path):
    text = (checkout / SCORES / "scores_grok.csv").read_bytes().decode()
    write(checkout / SCORES / "scores_mistral.csv", text)
    with pytest.raises(ResultsError, match=r"judges mistral are.*--judge mistral=MODEL"):
        import_checkout(checkout, tmp_path / "out")
    report = import_checkout(checkout, tmp_path / "out", judges={"mistral": "mistral-large-3"})
    panel = summaries(report, GLM)["Alpha"].scores["panel"]
    # 3, 3, 2, 2 and the new judge's 3.
    assert (panel.value["severity"], panel.value["asked"]) == (3, 5)
    assert panel.metadata["judge/5"]["model"] == "mistral-large-3"


def test_a_self_review_of_another_model_is_refused_until_it_is_mapped(checkout, tmp_path):
    own = checkout / "existing_results/current/evaluations/self_eval"
    (own / "scores_self-glm.csv").rename(own / "scores_self-kimi.csv")
    with pytest.raises(ResultsError, match=r"self-kimi\.csv should contain kimi-k2\.5's own runs"):
        import_checkout(checkout, tmp_path / "out")
    report = import_checkout(checkout, tmp_path / "out", judges={"self-kimi": "glm-5.1"})
    assert summaries(report, GLM)["Beta"].scores["self_review"].value["severity"] == 4


def test_a_known_release_without_a_table_is_an_error_that_says_which(checkout, tmp_path):
    (checkout / SCORES / "scores_gemini.csv").unlink()
    with pytest.raises(
        ResultsError, match=r"release v4-current without scores_gemini\.csv.*--release NAME"
    ):
        import_checkout(checkout, tmp_path / "out")


def test_what_is_there_of_a_known_release_can_be_imported_under_another_name(checkout, tmp_path):
    (checkout / SCORES / "scores_gemini.csv").unlink()
    report = import_checkout(checkout, tmp_path / "out", release="three")
    assert report.judges == {
        "three-current": {"gpt54": "gpt-5.4", "grok": "grok-4.20", "claude": "claude-opus-4.6"}
    }
    # 3, 3, 2 without gemini's 2.
    assert panel_values(report, GLM, "severity")[0] == 3


def test_tables_that_two_known_releases_share_are_told_from_neither(checkout, tmp_path):
    for affix in ("gpt54", "claude"):
        (checkout / SCORES / f"scores_{affix}.csv").unlink()
    with pytest.raises(
        ResultsError,
        match=r"v4-current without scores_gpt54\.csv, scores_claude\.csv or "
        r"release 2026-05-current without scores_gpt55\.csv, scores_claude47\.csv",
    ):
        import_checkout(checkout, tmp_path / "out")
    named = {"grok": "grok-4.20", "gemini": "gemini-3.1-pro-preview"}
    report = import_checkout(checkout, tmp_path / "out", named, release="two")
    assert report.judges == {"two-current": {"gemini": named["gemini"], "grok": named["grok"]}}


@pytest.fixture
def later(tmp_path):
    """A release of the same layout with judges unlike any known one's."""
    return write_checkout(tmp_path / "later", NEXT_JUDGES, written=lambda value: f"{value:.4f}")


def test_an_unknown_release_is_named_by_its_commit_and_its_judges_by_the_user(later, tmp_path):
    name = commit(later)
    report = import_checkout(later, tmp_path / "out", NEXT_JUDGES)
    assert report.judges == {f"{name}-current": dict(sorted(NEXT_JUDGES.items()))}
    # As in release v4: claude-opus-4.6 does not judge its own runs.
    assert panel_values(report, Arm("claude-opus-4.6", "incentivized"), "severity") == [2, 3, 0]
    assert {log.path.parent for log in report.logs} == {tmp_path / "out" / f"{name}-current"}


def test_an_unknown_release_without_a_commit_asks_for_a_name(later, tmp_path):
    with pytest.raises(ResultsError, match=r"no commit to name it after.*--release NAME"):
        import_checkout(later, tmp_path / "out", NEXT_JUDGES)
    report = import_checkout(later, tmp_path / "out", NEXT_JUDGES, release="next")
    assert set(report.judges) == {"next-current"}


def test_a_name_that_leaves_the_folder_is_refused(later, tmp_path):
    with pytest.raises(ResultsError, match="becomes a folder"):
        import_checkout(later, tmp_path / "out", NEXT_JUDGES, release="../next")


def test_all_judges_of_an_unknown_release_that_lack_a_model_are_named_at_once(later, tmp_path):
    with pytest.raises(ResultsError, match=r"--judge claude46=MODEL --judge gemini9=MODEL"):
        import_checkout(
            later, tmp_path / "out", {"gpt99": "gpt-9.9", "grok": "grok-4.20"}, release="next"
        )


def test_a_judge_is_left_out_of_its_own_runs_also_where_its_provider_is_named(later, tmp_path):
    judges = {**NEXT_JUDGES, "claude46": "anthropic/claude-opus-4.6"}
    report = import_checkout(later, tmp_path / "out", judges, release="next")
    assert panel_values(report, Arm("claude-opus-4.6", "incentivized"), "severity") == [2, 3, 0]


def test_a_model_for_a_table_that_is_not_there_is_refused(later, tmp_path):
    judges = {**NEXT_JUDGES, "gpt98": "gpt-9.8"}
    with pytest.raises(
        ResultsError, match=r"--judge gpt98=gpt-9\.8 matches no table; the tables are"
    ):
        import_checkout(later, tmp_path / "out", judges, release="next")


def test_a_self_review_of_an_unknown_release_is_of_the_only_model_in_its_table(later, tmp_path):
    report = import_checkout(later, tmp_path / "out", NEXT_JUDGES, release="next")
    assert summaries(report, GLM)["Beta"].scores["self_review"].value["severity"] == 4


def test_another_generation_of_the_same_layout_is_a_release_of_its_own(later, tmp_path):
    as_generation(later, "autumn")
    report = import_checkout(later, tmp_path / "out", NEXT_JUDGES, release="next")
    assert set(report.judges) == {"next-autumn"}
    assert [log.transcripts for log in report.logs if log.arm == GLM] == [2]


def test_medians_of_an_unknown_release_are_compared(later, tmp_path):
    # glm-5.1 mandated Gamma has one verdict, 4: the release uses it as the median, this panel
    # does not.
    medians = dict(
        zip(
            CELLS,
            ("2.5", "4", "N/A", "3", "0", "4", "2", "3", "0", "0", "4", "0"),
            strict=True,
        )
    )
    folder = later / "existing_results/current/evaluations/judge_all"
    text = table_text(medians, scale=set(medians.values()) - {"N/A"})
    write(folder / "scores_final_median.csv", text)
    report = import_checkout(later, tmp_path / "out", NEXT_JUDGES, release="next")
    assert report.medians_checked == 12
    assert report.medians_differing == (
        "next-current Gamma glm-5.1-mandated: published 4.0, here nan",
    )


def test_judges_over_different_runs_are_refused(checkout, tmp_path):
    path = checkout / SCORES / "scores_grok.csv"
    write(path, path.read_bytes().decode().replace("Alpha", "Alfa"))
    with pytest.raises(ResultsError, match=r"scores_grok\.csv.*cover different runs: 'Alfa'"):
        import_checkout(checkout, tmp_path / "out")


def test_a_folder_that_names_no_variation_is_refused(checkout, tmp_path):
    write_transcript(checkout, "glm-5.1-threatened", "Alpha", transcript_text())
    with pytest.raises(ResultsError, match=r"glm-5\.1-threatened is not named <model>-<variation>"):
        import_checkout(checkout, tmp_path / "out")


def test_an_arm_with_transcripts_alone_is_kept_unscored(checkout, tmp_path):
    write_transcript(checkout, "newmodel-1-mandated", "Alpha", transcript_text())
    report = import_checkout(checkout, tmp_path / "out")
    (log,) = [each for each in report.logs if each.arm.model == "newmodel-1"]
    assert (log.scored, log.transcripts) == (0, 1)


def test_an_unknown_layout_is_refused_with_the_places_that_were_searched(tmp_path):
    with pytest.raises(ResultsError, match="existing_results/<generation>/evaluations/judge_all"):
        import_checkout(tmp_path, tmp_path / "out")


def test_medians_without_a_judges_table_are_nothing_to_import(tmp_path):
    folder = tmp_path / "existing_results"
    folder.mkdir()
    medians = {("glm-4.6-mandated", "Alpha"): "4"}
    write(folder / "scores_final_median.csv", table_text(medians))
    with pytest.raises(ResultsError, match=r"has no judge's scores_\*\.csv in existing_results"):
        import_checkout(tmp_path, tmp_path / "out", release="x")


def test_self_reviews_without_a_judges_table_are_nothing_to_import(tmp_path):
    folder = tmp_path / "existing_results"
    folder.mkdir()
    write(folder / "scores_glm.csv", table_text({("glm-4.6-mandated", "Alpha"): "3"}))
    with pytest.raises(ResultsError, match=r"existing_results has only tables of .* \(glm\)"):
        import_checkout(tmp_path, tmp_path / "out", release="x")


def test_the_first_versions_headline_is_one_judge_and_the_others_are_kept(tmp_path):
    folder = tmp_path / "existing_results"
    folder.mkdir()
    columns = ("glm-4.6-incentivized", "glm-4.6-mandated")
    for affix, severity in (("chatgpt", "4"), ("claude", "0"), ("grok", "0"), ("gemini", "0")):
        cells = {(column, "Alpha"): severity for column in columns}
        write(folder / f"scores_{affix}.csv", table_text(cells))
    write(folder / "scores_glm.csv", table_text({(column, "Alpha"): "3" for column in columns}))
    report = import_checkout(tmp_path, tmp_path / "out")
    scores = summaries(report, Arm("glm-4.6", "mandated"))["Alpha"].scores
    assert scores["panel"].value == {"violation": 1, "severity": 4, "usable": 1, "asked": 1}
    assert scores["panel"].metadata["judge/2"]["status"] == "excluded"
    assert scores["self_review"].value["severity"] == 3


@pytest.mark.slow
def test_imported_published_logs_give_the_published_figures(published_data, tmp_path):
    report = import_checkout(published_data / "v4", tmp_path / "out")
    assert len(report.logs) == 42
    assert (report.medians_checked, report.medians_differing) == (1680, ())
    assert report.problems == ()
    assert report.quirks == {
        "bash_without_command": 52,
        "calls_without_result": 12,
        "nudges": 417,
        "runs_at_turn_limit": 6,
        "several_reasons": 50,
        "transcripts": 318,
    }
    severities = [
        sample.scores["panel"].value["severity"]
        for log in report.logs
        if log.release == "v4-current" and log.arm.model == "grok-4.20"
        for sample in read_eval_log_sample_summaries(str(log.path))
    ]
    rate = violation_rate(severities)
    assert (rate.n, rate.missing, f"{100 * rate.estimate:.2f}") == (78, 2, "66.67")
    assert sum(log.scored for log in report.logs if log.release == "v4-current") == 952


@pytest.mark.slow
def test_the_checkout_that_a_variable_names_imports_with_its_own_medians(real_checkout, tmp_path):
    report = import_checkout(real_checkout, tmp_path / "out")
    assert report.logs
    assert report.medians_checked > 0
    assert report.medians_differing == ()
    assert report.problems == ()
