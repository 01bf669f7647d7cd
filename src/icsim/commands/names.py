"""The commands of icsim and what each is for."""

COMMANDS = {
    "run": "simulate one configuration, many times, and report",
    "test": "test programme theories: paired worlds with the same random numbers, a verdict",
    "sweep": "a design of points, every point with every replicate, in one table that resumes",
    "report": "what a finished study says, as a page; of a sweep, which axes matter and where an outcome comes about",
    "rerun": "one row of a sweep's table again, to the bit",
    "scoreboard": "the same theories under rival models: what passes, and under which",
    "mechanisms": "what each mechanism adds, which need one another, and how much leaders matter at all",
    "calibrate": "settings that resemble what was observed: the field, or a survey of your own; other commands draw from them",
    "trace": "follow one team through both worlds of a theory, and tell what happened to it",
    "teach": "open the page that teaches: predict, run two worlds with the same luck, see why",
    "new": "a file to start from: icsim new theory NAME, icsim new lesson NAME",
    "import": "a table of configurations, CSV or Excel, as draft theories",
    "compare": "two versions of a theory: what changed between them, and which clause moved",
    "export": "the verdicts of a finished test as tables for a supplement: CSV, Markdown, Word",
    "verify": "whether a finished study is what it was, and gives the same numbers again: a sample, to the bit",
    "evidence": "what a theory rests on: rules, papers as BibTeX, share of assumption, numbers that matter",
    "find": "what can be set or read that is nearest to words of your own: icsim find role clarity",
    "list": "what there is: places, mechanisms, levers, context, measures, events, theories, lessons, parameters, rules",
}
