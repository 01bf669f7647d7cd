import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest

from icsim.commands import entry
from icsim.report.scoreboard import scoreboard_figure
from icsim.report.scoreboard import scoreboard_terminal as scoreboard_table
from icsim.report.scoreboard import variance_table as scoreboard_variance
from icsim.report.scoreboard.scoreboard_json import scoreboard_file
from icsim.report.scoreboard.scoreboard_page import scoreboard_page
from icsim.report.scoreboard.scoreboard_text import OURS, VERIFICATION
from icsim.report.scoreboard.statement_counts import count_statements, read_statements
from icsim.report.theory.verdict_words import one_word
from icsim.results.mechanisms import MechanismsEffort, MechanismsFile, VarianceGroup, VarianceRecord
from icsim.results.scoreboard import ClauseScore, ScoreboardFile, ScoreboardRequest, ScoreEffort, ScoreFile, WordCount
from icsim.results.values import Estimate, Shares
from icsim.results.verdict import (
    ClauseRecord,
    ComparisonRecord,
    EffortRecord,
    EvidenceCounts,
    MediationRecord,
    VerdictFile,
    VerdictRecord,
    VerdictsFile,
)
from icsim.statistics.effect_shares import Band
from icsim.theory import model_comparison
from icsim.theory.model_comparison import MODEL, rivals
from icsim.theory.theory_schema import ROLE_LETTERS, TheorySource

ROOT = Path(__file__).resolve().parents[2]
DRAWS, LUCKS = 8, 4
TINY = ("budget=quick", f"budget.draws={DRAWS}", f"budget.replicates={LUCKS}", f"budget.max_replicates={LUCKS}", "weeks=60")
BANDS = {1.0: ["supported"], 0.9: ["leaning"], 0.5: ["unresolved"], 0.85: ["leaning", "unresolved"], 0.0: ["no effect"]}
TRUST: dict[str, Any] = {
    "clause": "outcome_1_trust", "display": "trust", "who": "everybody", "week": 52, "cumulative": False, "expected": "higher",
}  # fmt: skip
COMPARED = ComparisonRecord(
    sentence="", place="", weeks=1, context={}, events=(), labels={}, arms=(), first="", second="", overrides=(), warnings=()
)
INFORMATION = f"carries no information about the {OURS}"


ROLE = {letter: role for role, letter in ROLE_LETTERS.items()}
SHARED: dict[str, Any] = {"content_hash": "c", "source_hash": "s", "versions": {"icsim": "0"}}


def judged(bands: Sequence[str], share: Estimate, draws: int, tested: bool = True, **how: Any) -> VerdictRecord:
    """A planted verdict."""
    none = Estimate(value=0.0, low=0.0, high=0.1)
    shares = Shares(
        expected=share, negligible=none, opposite=none, partly=none, draws=draws if tested else 0, missing=0 if tested else draws
    )
    at_one = how.pop("at_one", bands[0] if bands else None)
    return VerdictRecord(
        **{"verdict_text": one_word(bands)} | how, tested=tested, routed=True, preliminary=False, draws=draws, bands=tuple(bands),
        excluded=(), pattern="neither in full", resource_delivered=share, shares=shares, patterns={}, at_half=None,
        at_one=at_one, at_double=None, more_draws=0, needs_replicates=False,
    )  # fmt: skip


def part(name: str, model: str, share: float, tested: bool = True, clause: float | None = None, role: str = "I") -> ScoreFile:
    """A planted part: `share` of 20 draws hold, the first ones."""
    interval = Estimate(value=share, low=max(0.0, share - 0.1), high=min(1.0, share + 0.1))
    held = [1.0 if n < round(20 * share) else 0.0 for n in range(20)] if tested else [None] * 20
    own = ClauseScore(
        **TRUST, part="outcome", primary=True, contrast="with less without", bands=(), draws=20, effect=interval,
        smallest_effect=0.1, share=interval.model_copy(update={} if clause is None else {"value": clause}),
    )  # fmt: skip
    found = judged(() if role == "P" else BANDS[share], interval, 20, tested, verdict_text=one_word(BANDS[share]))
    return ScoreFile(
        **SHARED, id=name, title=f"title of {name}", role=ROLE[role], mechanism="working_with_power", model=model,
        effort=ScoreEffort(draws=20, replicates=4, seed=1), verdict=found, held=tuple(held), clauses=(own,),
    )  # fmt: skip


def planted(shares: dict[str, dict[str, float]], untested: tuple[str, str] | None = None) -> ScoreboardFile:
    """A scoreboard from shares by theory and model."""
    models = list(next(iter(shares.values())))
    found = {model: [part(name, model, row[model], (name, model) != untested) for name, row in shares.items()] for model in models}
    samples = {
        model: [np.repeat(np.array([value == 1.0 for value in one.held])[:, None], 401, axis=1) for one in parts]
        for model, parts in found.items()
    }
    return scoreboard_file(found, samples, "icsim scoreboard", None)


def row(ours: float, others: float, **single: float) -> dict[str, float]:
    return {MODEL: ours, **dict.fromkeys(rivals(), others), **single}


def lines(found: ScoreboardFile, kind: str) -> dict[str, str]:
    return {line.about: line.text for line in found.sentences if line.kind == kind}


def test_a_pattern_that_every_rival_passes_carries_no_information():
    found = planted({"box1": row(1.0, 0.9), "box2": row(1.0, 0.9, hero=0.5), "box3": row(1.0, 0.0)})
    said = lines(found, "passes")
    assert INFORMATION in said["box1"]
    assert "every rival passes" in said["box1"]
    assert INFORMATION not in said["box2"]
    assert "hero" not in said["box2"]
    assert said["box3"] == f"passes under the {OURS} and under no rival"
    assert [one.no_information for one in found.theories] == [True, False, False]


def test_of_some_rivals_it_is_said_that_they_were_only_some():
    found = planted({"box1": {MODEL: 1.0, "hero": 0.9}})
    assert not found.complete
    assert "every rival that was tried passes" in lines(found, "passes")["box1"]


def test_a_rival_that_passes_where_the_model_does_not_is_said_first():
    found = planted({"box1": row(1.0, 0.0), "box2": row(0.0, 0.0, hero=1.0), "box3": row(0.85, 0.0, contract=0.9)})
    assert [line.about for line in found.sentences][:3] == ["box2", "box3", "box1"]
    assert lines(found, "passes")["box2"] == f"passes under hero, not under the {OURS}"
    assert lines(found, "passes")["box3"] == f"passes under contract, open under the {OURS}"
    assert [one.rivals_only for one in found.theories] == [False, True, True]


def test_what_is_open_is_neither_passed_nor_failed():
    (one,) = planted({"box1": row(1.0, 0.0, hero=0.85)}).theories
    assert (one.passes, one.open, len(one.fails)) == ((MODEL,), ("hero",), 4)


def test_a_sign_that_hangs_on_numbers_is_neither_passed_nor_failed_and_has_no_letter_on_any_face():
    shares = row(0.5, 0.0, hero=1.0)
    found = {model: [part("t4_7", model, share, role="P")] for model, share in shares.items()}
    samples = {model: [np.ones((20, 401), dtype=bool)] for model in found}
    made = scoreboard_file(found, samples, "icsim scoreboard t4_7")
    (one,) = made.theories
    assert (one.passes, one.open, one.fails, one.no_information, one.rivals_only) == ((), (), (), False, False)
    said = lines(made, "passes")["t4_7"]
    assert "no model passes or fails it" in said
    assert f"10 of 20 under the {OURS}" in said
    assert "20 of 20 under hero" in said
    words = ("unresolved", "no effect", "supported")
    face = scoreboard_page(made)
    assert not any(f"<br>{letter}: {word}" in face for letter, word in zip("UNS", words, strict=True))
    texts = [text.get_text() for axes in scoreboard_figure.draw(made).axes for text in axes.texts]
    assert "50" in [text.strip() for text in texts]
    assert not any(text.endswith(("U", "N", "S")) for text in texts)


def test_all_together_counts_draws_and_says_what_is_missing():
    found = planted({"box1": row(1.0, 1.0), "box2": row(0.5, 1.0)}, untested=("box2", "hero"))
    assert (found.together[MODEL].held, found.together[MODEL].missing) == (10, 0)
    assert (found.together["hero"].held, found.together["hero"].missing) == (0, 20)
    assert found.together["contract"].held == 20
    texts = [line.text for line in found.sentences if line.kind == "together"]
    assert [text for text in texts if "did not arrive" in text] == [text for text in texts if text.startswith("hero")]


def test_what_is_not_tested_has_no_share_on_any_face():
    found = planted({"box1": row(1.0, 0.0), "box2": row(0.5, 0.0)}, untested=("box2", "hero"))
    assert found.theories[1].cells["hero"].outcome == "fails"
    assert "not tested" in "\n".join(scoreboard_table.matrix(found, 100))
    assert "not tested" in scoreboard_page(found)
    texts = [text.get_text() for axes in scoreboard_figure.draw(found).axes for text in axes.texts]
    assert texts.count("–") == 1
    assert "100  S" in texts
    assert "[90, 100]" in texts


@pytest.mark.parametrize("width", [40, 70, 100, 160])
def test_the_table_fits_and_says_all(width):
    found = planted({"box1": row(1.0, 0.9), "box2": row(0.85, 0.0)})
    shown = list(scoreboard_table.scoreboard_output(found, width))
    assert max(map(len, shown)) <= width
    text = " ".join(" ".join(shown).split())
    assert "85 ?" in text
    assert VERIFICATION in text
    assert INFORMATION in text
    assert ("theory" in shown[2]) == (width >= 100)


def test_what_hardly_tells_apart_is_said_to_and_the_same_is_said_once():
    (one,) = (line.text for line in planted({"box1": row(1.0, 0.9)}).sentences if line.kind == "discriminating_clause")
    assert one.startswith("from contract, generic trust, hero, no leader and resources only: trust, everybody, week 52")
    assert one.endswith("higher in 20 of 20 settings, under the rival in 18 of 20; their intervals overlap")
    clear = [line.text for line in planted({"box1": row(1.0, 0.0, hero=1.0)}).sentences if line.kind == "discriminating_clause"]
    assert len(clear) == 2
    assert clear[0].endswith("under the rival in 0 of 20")
    assert clear[1] == "from hero: no clause tells the two apart"


def test_the_figure_says_it_above_the_plot_and_darkens_with_the_share():
    found = planted({"box1": row(1.0, 0.0)})
    made = scoreboard_figure.draw(found)
    above = next(text for text in made.texts if text.get_text() == VERIFICATION)
    assert above.get_position()[1] > made.axes[0].get_position().y1
    first, second = (patch.get_facecolor()[0] for patch in (made.axes[0].patches[0], made.axes[0].patches[2]))
    assert first < second == 1.0


def statement(
    name: str, role: str, band: str | None, bands: list[str], held: float, tested: bool = True, says: str = ""
) -> VerdictFile:
    """A planted theory of a study: a primary clause and a secondary one that was contradicted."""
    share = Estimate(value=held, low=held, high=held)
    found = judged(bands, share, 64, tested, at_one=band, verdict_text=says or one_word(bands))
    clause = ClauseRecord(
        **TRUST, part="outcome", primary=True, measure="trust", of={}, stronger_for=None, stat="mean", contrast="with less without",
        own_contrast=False, dose=None, mediated=True, expect="up", unit="", smallest_effect=0.1, bands=tuple(bands),
        shares=found.shares, effect=share, choice="", p05_p95=(0.0, 1.0), effect_in_sd=1.0, replicates_as_predicted=1.0,
        replicates_same=0.0, undecided_draws=0, settling_replicates=None,
        route=None,
    )  # fmt: skip
    other = clause.model_copy(update={"primary": False, "display": "strain", "bands": (Band.CONTRADICTED,)})
    effort = EffortRecord(
        place="Two teams", weeks=52, draws=64, replicates=4, robustness_draws=0, robustness_replicates=0, seed=1, structure_seed=1
    )
    return VerdictFile(
        **SHARED, note="", id=name, title=name, role=ROLE[role], as_written=None, recast=None, compared="with less without",
        comparison=COMPARED,
        source=TheorySource(where="w", mechanism="working_with_power", provenance="first_table"), file="f", command="icsim test",
        effort=effort, verdict=found, clauses=(clause, other), mediation=MediationRecord(outcomes=(), reason=None), robustness=(),
        doses=(),
        evidence=EvidenceCounts(drawn={}, mechanism="working_with_power", of_mechanism={}), role_found=None, boundary=None,
        subgroups=None, looked_at=None, necessity=None, scope=None, sentences=(),
    )  # fmt: skip


def test_statements_are_counted_and_findings_begin_with_contradictions():
    found = count_statements(
        [
            statement("a", "X", "supported", ["supported"], 1.0),
            statement("b", "X", "no effect", ["no effect"], 0.0),
            statement("c", "X", "contradicted", ["contradicted"], 0.0),
            statement("d", "X", "unresolved", ["leaning", "unresolved"], 0.75),
            statement("e", "I", "supported", ["supported"], 1.0),
            statement("f", "P", "supported", ["supported"], 1.0, tested=False),
            statement("g", "P", None, [], 0.5, says="boundary found"),
        ],
        "icsim test all",
        "verdicts.json",
    )
    assert [one.id for one in found.findings] == ["c", "d", "b", "a"]
    assert found.by_role["emergent"]["unresolved"] == WordCount(count=1, open=1)
    assert found.by_role["parameter_dependent"]["not tested"].count == 1
    assert found.by_role["parameter_dependent"]["boundary found"] == WordCount(count=1, open=0)
    assert sum(cell.count for cell in found.by_mechanism["working_with_power"].values()) == 7
    missed = {one.id: one.missed for one in found.findings}
    assert missed["a"] == missed["d"] == ()
    assert missed["c"] == ("trust, everybody, week 52: expected higher, in 0 of 64 (contradicted)",)


def beside(folder: Path) -> None:
    """What other commands leave: one finding that failed, and shares of variance of one outcome."""

    def about(value: float, low: float, high: float) -> Estimate:
        return Estimate(value=value, low=low, high=high)

    alone, whole = about(0.12, 0.08, 0.15), about(0.34, 0.3, 0.4)
    groups = [VarianceGroup(group=name, alone=alone, whole=whole) for name in ("leaders", "replicates")]
    shares = VarianceRecord(
        measure="collaboration", deviation=about(0.1, 0.09, 0.11), together=about(0.3, 0.2, 0.4), groups=tuple(groups)
    )
    VerdictsFile(
        note="", command="icsim test all", theories=(statement("c", "X", "contradicted", ["contradicted"], 0.0),)
    ).write(folder)  # fmt: skip
    MechanismsFile(
        note="", command="icsim mechanisms", content_hash="c", versions={}, place="Two teams", week=52, levels={}, outcomes=(),
        variance=(shares,), effort=MechanismsEffort(settings=1, replicates=1, sets=1, seed=1, structure_seed=1),
    ).write(folder)  # fmt: skip


def test_other_results_stand_beside_it_on_every_face(tmp_path):
    beside(tmp_path)
    parts = {MODEL: [part("box1", MODEL, 1.0)]}
    samples = {MODEL: [np.ones((20, 401), dtype=bool)]}
    found = scoreboard_file(
        parts, samples, "icsim scoreboard", read_statements(str(tmp_path)), scoreboard_variance.read_variance(str(tmp_path))
    )
    missed, shares = "trust, everybody, week 52: expected higher, in 0 of 64 (contradicted)", "12 [8, 15] 34"
    for face in ("\n".join(scoreboard_table.scoreboard_output(found, 200)), scoreboard_page(found)):
        assert missed in face
        assert shares in face
        assert "Two teams, week 52" in face
    assert max(map(len, scoreboard_table.scoreboard_output(found, 60))) <= 60


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("scoreboard") / "one"
    assert run(folder) == 0
    return folder


def run(folder: Path, *more: str) -> int:
    return entry.main(["scoreboard", *THEORIES, *TINY, "rivals=[hero]", f"out={folder}", *more])


THEORIES = [str(ROOT / "tests" / "theory" / "valid" / f"{name}.yaml") for name in ("smallest", "overtaken")]


@pytest.mark.slow
def test_the_file_says_which_models_with_what_effort(made):
    found = ScoreboardFile.from_file(made, "scoreboard")
    assert [one.name for one in found.models] == [MODEL, "hero"]
    assert found.effort == ScoreEffort(draws=DRAWS, replicates=LUCKS, seed=1)
    assert ScoreboardRequest.from_file(made, "scoreboard").models == (MODEL, "hero")


@pytest.mark.slow
def test_the_table_has_a_row_for_each_theory_model_draw_and_clause(made):
    table = pq.read_table(made / "scoreboard.parquet").to_pydict()
    found = json.loads((made / "scoreboard.json").read_text())
    rows = list(zip(table["theory"], table["model"], table["clause"], table["draw"], strict=True))
    assert len(set(rows)) == len(rows)
    held = {(t, m, d): h for t, m, d, h in zip(*(table[key] for key in ("theory", "model", "draw", "held")), strict=True)}
    assert len(held) == 2 * 2 * DRAWS
    for model in (MODEL, "hero"):
        every = [all(held[one["id"], model, d] is True for one in found["theories"]) for d in range(DRAWS)]
        assert found["together"][model]["held"] == sum(every)


@pytest.mark.slow
def test_every_face_says_that_passing_is_verification_and_asks_for_nothing(made):
    html = (made / "scoreboard.html").read_text()
    assert VERIFICATION in html
    assert html.index(VERIFICATION) < html.index("<img")
    assert re.findall(r'(?:src|href)="(?!data:|#)', html) == []
    assert VERIFICATION in (made / "scoreboard.svg").read_text()
    assert VERIFICATION in (made / "scoreboard.json").read_text()


@pytest.mark.slow
def test_what_is_done_is_not_done_again(made, capsys, monkeypatch):
    before = (made / "scoreboard.json").read_bytes()
    gone = made / "models" / "hero" / "parts" / "smallest" / "verdict.json"
    gone.write_text(gone.read_text().replace('"source_hash": "', '"source_hash": "of old '))
    tried, score = [], model_comparison.score
    monkeypatch.setattr(
        model_comparison, "score", lambda case, model, progress: tried.append((case.theory.id, model)) or score(case, model)
    )
    assert run(made) == 0
    assert tried == [("smallest", "hero")]
    shown = capsys.readouterr()
    assert "3 of 4 parts found already done" in shown.out
    assert VERIFICATION in shown.out
    assert (made / "scoreboard.json").read_bytes() == before


@pytest.mark.slow
def test_who_stops_it_is_told_how_to_go_on(tmp_path, capsys, monkeypatch):
    score = model_comparison.score

    def stopped(case, model, progress):
        if model == "hero":
            raise KeyboardInterrupt
        return score(case, model)

    monkeypatch.setattr(model_comparison, "score", stopped)
    assert run(tmp_path / "one") == 130
    assert "2 of 4 parts are done and kept; to go on, repeat the command" in capsys.readouterr().err
    assert not (tmp_path / "one" / "scoreboard.json").exists()


@pytest.mark.parametrize(
    ("more", "part"),
    [
        (["rules=hero"], "rules=hero: the scoreboard sets it, model by model"),
        (["rivals=[hreo]"], "rivals: hreo is no rival model; allowed: contract,"),
        (["statements_from=nowhere.json"], "statements_from: nowhere.json: No such file or directory; give the verdicts.json"),
        (["variance_from=nowhere.json"], "variance_from: nowhere.json: No such file or directory; give the mechanisms.json"),
        ([f"statements_from={ROOT / 'pyproject.toml'}"], "is no JSON; give the verdicts.json"),
    ],
)
def test_a_mistake_is_one_line_before_anything_runs(capsys, monkeypatch, tmp_path, more, part):
    monkeypatch.setattr(model_comparison, "score", lambda *_: pytest.fail("ran"))
    assert entry.main(["scoreboard", *THEORIES, *TINY, *more, f"out={tmp_path / 'one'}"]) == 2
    shown = capsys.readouterr()
    assert part in shown.err
    assert len(shown.err.splitlines()) == 1
    assert not (tmp_path / "one").exists()


def test_a_folder_of_something_else_is_left_alone(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(model_comparison, "score", lambda *_: pytest.fail("ran"))
    (tmp_path / "mine.txt").write_text("mine")
    assert run(tmp_path) == 2
    assert "holds other files" in capsys.readouterr().err
