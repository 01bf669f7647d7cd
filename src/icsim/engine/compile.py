"""From plain Python to machine code: rules inlined, steps as kernels, one generated week that calls them.

numba ships types that leave out what is used here, so what it makes is a `NumbaObject`, of which nothing is known.
"""

import ast
import contextlib
import hashlib
import inspect
import sys
import types
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numba
from numba.core.compiler import Compiler
from numba.core.compiler_lock import global_compiler_lock
from numba.extending import register_jitable

from icsim.base.caches import store, user_folder
from icsim.engine import compile_cache, kernel_cache
from icsim.engine.compile_parts import begin_ahead, others_compile, parts_of
from icsim.engine.translation import kernels
from icsim.rules import RULES, AnyRule, load_all
from icsim.week import index, rng
from icsim.week.notation import is_step

StepFunction = Callable[..., None]
NumbaObject = Any  # the compiler of a dispatcher, its flags and some options are not in numba's types

COMPILING = "icsim: compiling the engine for this machine (once for each state of the rules; half a minute, or one if it is busy)…"
MEANWHILE = """Meanwhile, what is computed: icsim simulates the health and social care of one place, week by week.
Leaders decide how they lead; teams hear them, work with partners, and come to trust one another more or less.
Two such histories with the same random numbers and one difference then show what that difference changes."""

NO_WRAPPERS: dict[str, NumbaObject] = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}  # compiled code alone calls it

CONFIG: NumbaObject = numba.config  # its attributes are made at run time

_registered: set[Callable[..., object]] = set()


class CompiledWeek(NamedTuple):
    """The generated week: its source, the compiled `weeks(block, first, last)`, and the folder of its cache, if any."""

    source: str
    weeks: NumbaObject
    folder: Path | None


def inline(function: AnyRule) -> AnyRule:
    """Let compiled code call a plain function, always inlined: as a call, a rule of some size is 8 times slower."""
    with global_compiler_lock:  # numba's own lock, one for all threads: a second one could deadlock with it
        if function not in _registered:
            register_jitable(error_model="numpy", forceinline=True, **NO_WRAPPERS)(function)
            _registered.add(function)
    return function


def register_rules() -> None:
    """Let compiled code call every rule and the noise; what is registered already is left alone."""
    load_all()
    for function in (*rng.COMPILED, *RULES.values()):
        inline(function)


def kernel(function: StepFunction, alone: bool = True) -> NumbaObject:
    """Compile a step; its array arguments are promised not to overlap.

    Without the promise LLVM guards a loop over many rows by overlap checks and falls back to its scalar version, 7
    times slower. So no two arguments of a step may share memory: its fields are distinct arrays. `alone`: Python calls
    it too, which needs wrappers that cost as much to compile as the step.
    """
    if CONFIG.DISABLE_JIT:
        return function
    wrappers: dict[str, NumbaObject] = {} if alone else dict(NO_WRAPPERS)
    function = with_constant_indices(function)
    dispatcher: NumbaObject = numba.njit(error_model="numpy", nogil=True, **wrappers)(function)
    _customise(dispatcher, noalias=True)
    _before_compiling(dispatcher, lambda _: register_rules())
    if not alone:
        kernel_cache.keep_kernel(dispatcher, function)
    return dispatcher


def with_constant_indices(function: StepFunction) -> StepFunction:
    """The same step with every named position (`P.trust.gain`) as a plain number, which numba compiles far faster."""
    tables = {name: value for name, value in function.__globals__.items() if name in index.__all__}
    if not tables:
        return function
    lines, first = inspect.getsourcelines(function)
    tree = ast.parse("".join(lines))
    numbered = ast.increment_lineno(ast.fix_missing_locations(_Numbers(tables).visit(tree)), first - 1)
    made: dict[str, StepFunction] = {}
    exec(compile(numbered, inspect.getfile(function), "exec"), function.__globals__, made)
    return made[function.__name__]


class _Numbers(ast.NodeTransformer):
    """Puts the number in place of an attribute of one of the tables."""

    def __init__(self, tables: dict[str, object]) -> None:
        self.tables = tables

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        value = self._value(node)
        return ast.copy_location(ast.Constant(value), node) if isinstance(value, int) else self.generic_visit(node)

    def _value(self, node: ast.expr) -> object:
        if isinstance(node, ast.Name):
            return self.tables.get(node.id)
        if isinstance(node, ast.Attribute):
            return getattr(self._value(node.value), node.attr, None)
        return None


def _customise(dispatcher: NumbaObject, noalias: bool) -> None:
    """Flags that numba has no option for: arguments do not overlap; arrays are only borrowed, so none is counted."""
    customise = dispatcher._compiler._customize_flags

    def customised(flags: NumbaObject) -> NumbaObject:
        flags = customise(flags)
        flags.noalias = noalias
        flags.nrt = False
        return flags

    dispatcher._compiler._customize_flags = customised


def compile_week(
    name: str, steps: Sequence[StepFunction], fields: Mapping[str, str], held: Sequence[StepFunction] = (),
    follow: Sequence[StepFunction] = (),
) -> CompiledWeek:  # fmt: skip
    """Generate and compile the week of these steps, in this order, for blocks that have these fields.

    A step is in the notation, or by hand: a plain function whose parameters are `week` or names of fields. The steps in
    `held` run after every step. Nothing is compiled before the first call, and then only if the cache folder does not have
    it; what the folder has is not even translated. Then other processes begin with the steps of another week, which is sure to
    `follow`.
    """
    with global_compiler_lock:  # the parser of Python 3.11 fails when two threads parse at once
        return _assembled(name, steps, fields, held, follow)


def _assembled(
    name: str, steps: Sequence[StepFunction], fields: Mapping[str, str], held: Sequence[StepFunction],
    follow: Sequence[StepFunction],
) -> CompiledWeek:  # fmt: skip
    made_from = [Path(function.__code__.co_filename) for function in (*steps, *held, *_rules())]
    asked = [[f"{step.__module__}.{step.__name__}" for step in (*steps, *held)], len(held), *fields.items()]
    file = f"icsim_{name}_{hashlib.blake2b(repr(asked).encode(), digest_size=6).hexdigest()}"
    try:
        folder = compile_cache.folder_for(made_from)
        text = _kept_or(folder / f"{file}.py", lambda: week_source(kernels(steps), fields, held))
    except OSError as error:
        _uncached(error)
        text = week_source(kernels(steps), fields, held)
        return CompiledWeek(text, _compiled(file, f"<{file}>", text, (*steps, *held), None, fields, follow), None)
    made = _compiled(file, str(folder / f"{file}.py"), text, (*steps, *held), folder, fields, follow)
    return CompiledWeek(text, made, folder)


def _kept_or(path: Path, make: Callable[[], str]) -> str:
    """The text of a file, made where it is not kept whole: a week that is compiled already is not even translated."""
    with contextlib.suppress(OSError, UnicodeDecodeError):
        kept = path.read_text(encoding="utf-8")
        first, _, text = kept.partition("\n")
        if first == _sign(text):
            return kept
    text = make()
    store(path, f"{_sign(text)}\n{text}")
    return path.read_text(encoding="utf-8")


def _sign(text: str) -> str:
    return f"# {hashlib.blake2b(text.encode(), digest_size=12).hexdigest()}"


def week_source(steps: Sequence[StepFunction], fields: Mapping[str, str], held: Sequence[StepFunction] = ()) -> str:
    """The text of the week: one call a line, each step with its fields by name."""
    if not steps:
        raise ValueError("a week needs a step")
    named: dict[str, StepFunction] = {}
    for step in (*steps, *held):
        if named.setdefault(step.__name__, step) is not step:
            raise ValueError(f"two steps of the week are called {step.__name__}")
        if step.__closure__:
            raise TypeError(f"step {step.__name__} is a closure: its cached code would not know what it encloses")
    used = [parameter for step in (*steps, *held) for parameter in _parameters(step, fields) if parameter != "week"]
    calls = [call for step in steps for call in (_call(step), *(_call(hold) for hold in held))]
    head = "# Written by icsim.engine.compile, which puts the compiled steps beside this function.\n\n\n"
    lines = ["def weeks(block, first, last):"]
    # each array is taken out of the block once: taken out at every call, they cost more to compile than all steps together
    arrays = dict.fromkeys(fields[name].partition("[")[0] for name in used)
    lines += [f"    {whole.replace('.', '_')} = {whole}" for whole in arrays]
    lines += [f"    {name} = {_local(fields[name])}" for name in dict.fromkeys(used)]
    lines += ["    for week in range(first, last + 1):", *(f"        {call}" for call in calls)]
    return head + "\n".join(lines) + "\n"


def _local(expression: str) -> str:
    whole, bracket, rest = expression.partition("[")
    return whole.replace(".", "_") + bracket + rest


def _parameters(step: StepFunction, fields: Mapping[str, str]) -> list[str]:
    found = list(inspect.signature(step).parameters)
    for parameter in found:
        if parameter != "week" and parameter not in fields:
            raise TypeError(f"step {step.__name__}: its parameter {parameter!r} is neither 'week' nor a block's field")
    return found


def _call(step: StepFunction) -> str:
    return f"{step.__name__}({', '.join(inspect.signature(step).parameters)})  # {step.__module__}"


def _rules() -> list[Callable[..., object]]:
    load_all()
    return list(RULES.values())


def _compiled(
    module_name: str, file: str, text: str, steps: Sequence[StepFunction], folder: Path | None, fields: Mapping[str, str],
    follow: Sequence[StepFunction],
) -> NumbaObject:  # fmt: skip
    """Load the generated text as a module with the kernels in it, and hand out its function for compilation."""
    module = types.ModuleType(module_name)
    sys.modules[module_name] = module  # numba imports it by name when it loads cached code
    exec(compile(text, file, "exec"), module.__dict__)  # a plain import would leave a .pyc that can go stale
    by_hand = [step for step in steps if not is_step(step)]

    def put(those: Sequence[StepFunction]) -> None:
        for function in dict.fromkeys(kernels(those)):
            setattr(module, function.__name__, kernel(function, alone=False))

    put(steps if CONFIG.DISABLE_JIT else by_hand)  # those to be translated wait until numba really compiles
    if CONFIG.DISABLE_JIT:
        return module.weeks
    dispatcher: NumbaObject = numba.njit(error_model="numpy", nogil=True, pipeline_class=_WeekCompiler)(module.weeks)
    _customise(dispatcher, noalias=False)

    def prepare(signature: NumbaObject) -> None:
        compile_cache.say_once(COMPILING)
        if sys.stderr.isatty():  # somebody waits; a log needs no more than the line above
            compile_cache.say_once(MEANWHILE)
        begin_ahead(parts_of(list(dict.fromkeys(follow)))[1:], fields, signature)
        own, *others = parts_of(list(dict.fromkeys(steps)))
        if others:
            with others_compile(others, fields, signature):
                compile_part(own, fields, signature)
        put([step for step in steps if is_step(step)])

    _before_compiling(dispatcher, prepare)
    if folder is not None:
        _keep(dispatcher, folder, module_name)
    return dispatcher


class _WeekCompiler(Compiler):
    """Leaves out LLVM's passes over single functions, which take half of the time that a function of some hundred calls takes.

    The kernels had theirs, and the passes over the whole module follow.
    """

    def __init__(self, *given: NumbaObject) -> None:
        super().__init__(*given)  # type: ignore[no-untyped-call]  # numba has no types for it
        codegen = self.state.targetctx.codegen()
        library = codegen.create_library("weeks")
        library.enable_object_caching()
        library._optimize_functions = lambda module: setattr(module, "data_layout", codegen._data_layout)
        self.state.library = library


def compile_part(steps: Sequence[StepFunction], fields: Mapping[str, str], signature: tuple[NumbaObject, ...]) -> None:
    """Compile the kernels of some steps into their cache, for the block of this signature."""
    for function in dict.fromkeys(kernels(steps)):
        kernel(function, alone=False).compile(tuple(_type(name, fields, *signature) for name in _parameters(function, fields)))


def _type(name: str, fields: Mapping[str, str], block: NumbaObject, first: NumbaObject, last: NumbaObject) -> NumbaObject:
    """Of a kernel's argument: a field of the block, or the first of what a field holds; `week` is counted up to the last."""
    if name == "week":
        return numba.types.int64
    whole, bracket, _ = fields[name].removeprefix("block.").partition("[")
    found = block[block.fields.index(whole)]
    return found.copy(ndim=found.ndim - 1) if bracket else found


def _before_compiling(dispatcher: NumbaObject, action: Callable[[object], None]) -> None:
    """Do something just before numba really compiles: not when it loads from its cache, not when it is called."""
    compile_function = dispatcher._compiler.compile

    def compile_after_action(*args: object) -> object:
        action(args[0])  # the types of the arguments
        return compile_function(*args)

    dispatcher._compiler.compile = compile_after_action


def _keep(dispatcher: NumbaObject, folder: Path, module: str) -> None:
    """Keep the compiled week in numba's cache, beside its source; go on without where that fails."""
    try:
        dispatcher.enable_caching()
    except (OSError, RuntimeError) as error:  # RuntimeError: numba finds no folder it can write to
        _uncached(error)
        return
    compile_or_load = dispatcher.compile

    def compile_alone(signature: object) -> object:
        with global_compiler_lock, compile_cache.compile_lock(folder):
            try:
                compile_cache.drop_spoilt(folder, module)
                made = compile_or_load(signature)
                compile_cache.remember(folder, module)
                return made
            except OSError as error:  # a full disk, a folder removed meanwhile: the code itself is ready
                _uncached(error)
                dispatcher._cache.disable()
                return compile_or_load(signature)

    dispatcher.compile = compile_alone


def _uncached(error: Exception) -> None:
    reason = error.strerror if isinstance(error, OSError) and error.strerror else "nothing can be written there"
    compile_cache.say_once(
        f"icsim: cannot keep compiled code in {user_folder()} ({reason}), so every run compiles anew; "
        "set ICSIM_CACHE_DIR to a folder that can be written"
    )
