"""The two validators of office files: what they find in one."""

import json
import subprocess
from pathlib import Path

from openxml_audit import OpenXmlValidator

from tests.support.client_programs import NODE, lacking


def faults_of(path: Path) -> list[str]:
    """What openxml-audit and Microsoft's own validator find in a file. Without the latter the test is skipped."""
    validator = NODE / "node_modules" / "@xarsh" / "ooxml-validator-linux-x64" / "ooxml-validator"
    if not validator.exists():
        lacking("ooxml-validator", "make clients")
    done = subprocess.run([validator, path], capture_output=True, text=True, check=False)
    return [
        *(str(error) for error in OpenXmlValidator().validate(path).errors),
        *map(str, json.loads(done.stdout)["errors"]),
    ]
