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
        (["mortality"], "nothing in the vocabulary is near to mortality; the nearest is"),
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
