"""The page's modules as one script: it does what they do, and what the bundler does not know it refuses."""

import json
import shutil
import subprocess

import pytest

from icsim.teach.serving import offline_page
from icsim.teach.serving.bundle import bundle, modules

NODE = shutil.which("node")
SMALL = {
    "main.js": 'import { twice as double, said } from "./part/number.js";\nimport Shape from "./shape.js";\n'
    "const hidden = 1;\nconsole.log(JSON.stringify([double(4), said, new Shape().sides, hidden]));\n",
    "part/number.js": 'import Shape from "../shape.js";\nconst hidden = 2;\nexport function twice(x) { return hidden * x; }\n'
    "export const said = `has ${new Shape().sides}`;\n/* import( and\nexport function gone() {} */\n",
    "shape.js": "class Shape { sides = 3; }\nexport { Shape as default };\n//# sourceMappingURL=shape.js.map\n",
}


def test_every_module_is_in_it_once_and_after_those_that_it_imports() -> None:
    script = bundle("main.js", SMALL)
    order = [script.index(f"const of_{name}_js = ") for name in ("shape", "part_number", "main")]
    assert order == sorted(order)
    assert script.count("class Shape") == 1
    assert "sourceMappingURL" not in script
    assert "gone: gone" not in script


def test_types_are_left_out_and_whose_code_it_is_stays() -> None:
    script, _ = offline_page.code()
    assert "@typedef" not in script
    assert "Copyright (c)" in script


@pytest.mark.skipif(NODE is None, reason="the bundle is not run: it needs node")
def test_it_does_what_the_modules_do() -> None:
    ran = subprocess.run([str(NODE), "-e", bundle("main.js", SMALL)], capture_output=True, text=True, check=True)
    assert json.loads(ran.stdout) == [8, "has 3", 3, 1]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('import * as all from "./shape.js";', "import \\* as all"),
        ('export * from "./shape.js";', "export \\*"),
        ("export let changing = 1;", "export let"),
        ("export default class {}", "export default"),
        ('const late = await import("./shape.js");', "import\\("),
        ("const here = import.meta.url;", "import.meta"),
        ('import { a } from "./nothing.js";', "nothing.js is not there"),
        ('import { a } from "./main.js";', "imports itself"),
        ('const text = "</script>";', "would end the element"),
    ],
)
def test_what_it_does_not_know_it_refuses(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        bundle("main.js", {**SMALL, "main.js": f"{text}\n"})


@pytest.mark.parametrize("entry", ["boot.js", offline_page.ENTRY])
def test_the_pages_own_modules_are_all_known_to_it(entry: str) -> None:
    script = bundle(entry, modules())
    for name in ("main", "network", "charts", "vendor_uPlot_esm", "vendor_gifenc_esm"):
        assert f"const of_{name}_js = " in script
