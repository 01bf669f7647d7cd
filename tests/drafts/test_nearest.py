"""The finder: words of the field find their entry, words from elsewhere find nothing."""

import pytest

from icsim.catalogue import catalogue
from icsim.commands import entry
from icsim.drafts.nearest import NEAR, nearest
from icsim.drafts.vocabulary import CONTEXT, KINDS, LEVER, MEASURE, NOT_OFFERED, also_called, vocabulary


@pytest.mark.parametrize(
    ("phrase", "kind", "name"),
    [
        ("role clarity", MEASURE, "clarity"),
        ("clearer roles", MEASURE, "clarity"),
        ("Psychological safety", MEASURE, "safety"),
        ("staff burnout", MEASURE, "staff_strain"),
        ("shared decision-making", LEVER, "working_with_power.share"),
        ("time to reflect together", LEVER, "commitment_to_learning.team_learning"),
        ("the experience of patients", MEASURE, "user_experience"),
        ("mistrust between partners", MEASURE, "trust"),
        ("Prior relationships are poor or good", CONTEXT, "context.initial_trust"),
        ("Organisations had a history of conflict", CONTEXT, "context.initial_trust"),
        ("Staff knew each other from before", CONTEXT, "context.prior_ties"),
        ("Staff understand why", MEASURE, "reason_understood"),
    ],
)
def test_words_of_the_field_find_their_entry(phrase: str, kind: str, name: str) -> None:
    first = nearest(phrase, [kind])[0]
    assert first.entry.name == name
    assert first.likeness >= NEAR


@pytest.mark.parametrize("phrase", ["mortality", "the cost of bananas", "quantum chromodynamics", "hospital admissions", "zzz"])
def test_words_from_elsewhere_find_nothing_near(phrase: str) -> None:
    assert [one.entry.name for one in nearest(phrase) if one.likeness >= NEAR] == []


@pytest.mark.slow
def test_an_entry_is_found_by_its_own_name_and_by_each_of_its_other_names() -> None:
    for one in vocabulary():
        for phrase in one.phrases:
            best = [found for found in nearest(phrase, [one.kind], 3) if found.likeness > 0.999]
            assert one in [found.entry for found in best], phrase


def test_a_part_of_a_phrase_counts_as_much_as_the_whole() -> None:
    names = [one.entry.name for one in nearest("trust, defined roles", [MEASURE], 2)]
    assert sorted(names) == ["clarity", "trust"]


def test_every_other_name_is_of_an_entry_and_placebos_are_not_offered() -> None:
    names = {one.name for one in vocabulary()}
    known = catalogue()
    for kind, entries in also_called().items():
        assert [name for name in entries if name not in names] == [], kind
    assert len(names) == len(vocabulary())
    assert not {known.levers[name].key for name in NOT_OFFERED} & names


def test_the_command_prints_what_is_near(capsys: pytest.CaptureFixture[str]) -> None:
    assert entry.main(["find", "role", "clarity", "kind=measure"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[1].split()[:3] == ["1.00", "measure", "clarity"]
    assert [line for line in lines[1:] if " measure " not in line] == []


@pytest.mark.parametrize(
    ("args", "part"),
    [
        ([], "find: no words"),
        (["..."], "find: no words"),
        (["trust", "kind=measures"], "kind: measures is not allowed; allowed: lever, measure, context, event, actor; did you"),
        (["trust", "many=3"], "find: many=3 is not understood"),
    ],
)
def test_a_mistake_is_one_line(capsys: pytest.CaptureFixture[str], args: list[str], part: str) -> None:
    assert entry.main(["find", *args]) == 2
    error = capsys.readouterr().err
    assert part in error
    assert error.count("\n") == 1


def test_kinds_are_those_of_entries() -> None:
    assert {one.kind for one in vocabulary()} == set(KINDS)


def test_what_a_circumstance_is_called_comes_before_the_state_that_is_like_it() -> None:
    assert nearest("Prior relationships are poor or good")[0].entry.kind == CONTEXT


def test_a_search_that_finds_nothing_is_no_mistake_and_gives_the_nearest_words(capsys: pytest.CaptureFixture[str]) -> None:
    """As grep: 1, and what is said is the answer."""
    assert entry.main(["find", "mortality"]) == 1
    told = capsys.readouterr()
    assert told.err == ""
    assert told.out.startswith("nothing in the vocabulary is near to mortality; the nearest words are ")
    assert entry.main(["find", "zzz"]) == 1


@pytest.mark.parametrize(
    ("phrase", "kind", "name", "word"),
    [
        ("staff had not worked together before", CONTEXT, "context.initial_skill", "not"),
        ("no trust between partners", MEASURE, "trust", "no"),
        ("lack of clarity about roles", MEASURE, "clarity", "lack"),
        ("less trust", MEASURE, "trust", "less"),
        ("fewer joint meetings", LEVER, "balancing_perspectives.joint_groups", "fewer"),
        ("reduced waiting times", MEASURE, "waiting", "reduced"),
        ("teams without a shared vision", LEVER, "inspiring_intent.vision", "without"),
        ("lack of clarity about who does what", LEVER, "clarifying_complexity.structure", "lack"),
        ("unclear roles", MEASURE, "clarity", "unclear"),
        ("trust was not restored", MEASURE, "trust", "not"),
        ("absence of joint governance", LEVER, "creating_conditions.alignment", "absence"),
        ("mistrust between partners", MEASURE, "trust", "mistrust"),
        ("Organisations had a history of conflict", CONTEXT, "context.initial_trust", "history of conflict"),
        ("clear roles, no trust", MEASURE, "trust", "no"),
        ("know each other", CONTEXT, "context.prior_ties", ""),
        ("clear roles, no trust", MEASURE, "clarity", ""),
        ("no lack of trust", MEASURE, "trust", ""),
        ("not only trust", MEASURE, "trust", ""),
        ("no harm to partners", LEVER, "taking_wider_view.no_harm_guarantee", ""),
        ("unmet need", MEASURE, "unmet_need", ""),
        ("low standing", CONTEXT, "context.power_imbalance", ""),
        ("trust grew", MEASURE, "trust", ""),
    ],
)
def test_what_says_the_opposite_is_told_from_what_affirms(phrase: str, kind: str, name: str, word: str) -> None:
    found = next(one for one in nearest(phrase, [kind]) if one.entry.name == name)
    assert found.likeness >= NEAR
    assert found.turned == word


def test_the_command_says_what_is_the_other_way_round(capsys: pytest.CaptureFixture[str]) -> None:
    assert entry.main(["find", "no", "trust", "kind=measure"]) == 0
    assert capsys.readouterr().out.splitlines()[-1].startswith("the other way round, for “no” says the opposite: trust")
    assert entry.main(["find", "trust", "kind=measure"]) == 0
    assert "the other way round" not in capsys.readouterr().out
