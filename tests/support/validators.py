"""The two validators of office files: what they find in one."""

import json
import os
import subprocess
from functools import cache
from pathlib import Path

from openxml_audit import OpenXmlValidator

from tests.support.client_programs import NODE, lacking

# A process that looks at one file ends before code that was compiled better would pay.
_SHORT_LIVED = {"DOTNET_TC_CallCounting": "0", "DOTNET_TieredPGO": "0", "DOTNET_gcConcurrent": "0"}


def faults_of(path: Path) -> list[str]:
    """What openxml-audit and Microsoft's own validator find in a file. Without the latter the test is skipped."""
    validator = NODE / "node_modules" / "@xarsh" / "ooxml-validator-linux-x64" / "ooxml-validator"
    if not validator.exists():
        lacking("ooxml-validator", "make clients")
    done = subprocess.run(
        [validator, path], capture_output=True, text=True, check=False, env={**os.environ, **_SHORT_LIVED}
    )
    return [
        *(str(error) for error in _openxml_audit().validate(path).errors),
        *map(str, json.loads(done.stdout)["errors"]),
    ]


@cache
def _openxml_audit() -> OpenXmlValidator:
    return OpenXmlValidator()
