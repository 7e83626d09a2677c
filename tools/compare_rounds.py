"""The rounds that `compare_outputs.py` plays: the commands in order, and what arrives between them."""

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from compare_files import (
    BROKEN,
    FAULTS,
    SPOILT_CSV,
    Cells,
    Edit,
    drop,
    fill,
    foreign,
    pack,
    revise,
    spoil_csv,
    spoil_plan,
)

if TYPE_CHECKING:
    from compare_outputs import Comparison

SECOND = "2021-Q2"
PLAN = "templates/План.xlsx"
LIVOBEREZHNYI = "examples/livoberezhnyi-2023"
CENTRE, HOROSHIV, LUHYNY, NARODYCHI, OVRUCH, MALYN = BUREAUS = (
    "Коростенський МЦ",
    "Хорошівське БПД",
    "Лугинське БПД",
    "Народицьке БПД",
    "Овруцьке БПД",
    "Малинське БПД",
)
HEADS, LAWYERS, ACCOUNTANTS = DEPARTMENTS = (
    "керівництво центру",
    "відділ безоплатної правової допомоги",
    "відділ фінансів, бухгалтерського обліку та звітності",
)
COMMANDS = (
    *("", "close", "consolidate", "demo", "explain", "identify", "init", "intake", "issue", "plan", "reopen"),
    *("status", "unlock", "waive", "watch", "withdraw", "plan adopt", "plan check", "plan diff", "plan export"),
    *("note", "plan import", "plan new", "plan print"),
)


def play_help(play: "Comparison") -> None:
    """Play the help of every command, and wrong usage."""
    play.folder = "help"
    play.set_clock("2021-03-10 09:00")
    for language in ("uk", "en"):
        xl = play.speaking(language)
        for name in COMMANDS:
            xl(f"{name} --help")
        for line in ("issue", "issue 2021", "explain 2021-Q2", "waive 2021-Q2", "plan print 21", "nonsense"):
            xl(line, 2)
        xl("status", 1)
    play.xl("--version")


def play_demo(play: "Comparison") -> None:
    """Play the demonstration and a new workspace, in both languages."""
    play.folder = "demos"
    play.set_clock("2021-07-13 09:00")
    for language in ("uk", "en"):
        xl = play.speaking(language)
        xl(f"demo {language}")
        xl(f"init new-{language}")
        xl(f"init new-{language}", 1)
        xl(f"--workspace new-{language} plan check", 3)
        xl(f"--workspace new-{language} plan new another-{language}.xlsx")
        xl(f"--workspace {language} status {SECOND}")
        xl(f"--workspace {language} explain {SECOND} 1.4.5")
        xl(f"--workspace {language} close {SECOND} --yes")


def play_korosten(play: "Comparison") -> None:
    """Play the quarter of the Korosten plan, with everything that people get wrong."""
    play.set_clock("2021-03-11 09:00")
    for folder, source, quarter in (("elsewhere", ".", SECOND), ("other", LIVOBEREZHNYI, "2023-Q1")):
        play.start(folder, source)
        play.xl("plan adopt")
        play.xl(f"issue {quarter}")
    play.start("korosten", ".")
    play.set_clock("2021-03-12 09:00")
    _work_on_plan(play, SECOND)
    play.xl("plan print 2021", 1)
    play.xl("plan print 2021 --version 1", 1)
    play.set_clock("2021-06-14 09:40")
    play.xl("status")
    play.xl(f"issue {SECOND} --unit HOR")
    play.xl(f"issue {SECOND}")
    play.xl(f"issue {SECOND} --unit ABC", 1)
    play.xl("issue 2021-Q3", 1)
    play.xl(f"unlock 'templates/{SECOND}/{CENTRE}.xlsx'")
    play.xl("intake")
    _receive_first(play)
    _receive_odd(play)
    _receive_corrected(play)
    _decide(play, SECOND, HOROSHIV)
    _revise_korosten(play)


def _work_on_plan(play: "Comparison", period: str) -> None:
    """Do everything that can be done with a plan workbook."""
    play.xl("plan check")
    play.xl("plan adopt --reason 'наказ № 1' --on 11.03.2021")
    play.xl("plan adopt")
    for language in ("uk", "en"):
        xl = play.speaking(language)
        xl(f"plan print {period}")
        xl(f"plan print {period[:4]}-Q2 --version 1")
    play.xl("plan print 1999", 1)
    play.xl("plan export")
    play.xl("plan export --to again")
    play.xl(f"plan import plan/{period}-measures.csv --to again.xlsx")
    play.xl(f"plan import plan/{period}-measures.csv --to again.xlsx", 1)
    play.xl("plan check again.xlsx")
    play.xl("plan diff 1 again.xlsx")
    play.prepare(spoil_plan, PLAN, "spoilt.xlsx")
    for language in ("uk", "en"):
        xl = play.speaking(language)
        xl("plan check spoilt.xlsx --write-back", 3)
        xl("plan export spoilt.xlsx", 1)
    play.xl("plan adopt spoilt.xlsx", 1)
    for number in range(len(SPOILT_CSV)):
        play.prepare(spoil_csv, period, number)
        play.xl(f"plan import spoilt-{number}.csv --to spoilt-{number}.xlsx", SPOILT_CSV[number][2])


def _receive_first(play: "Comparison") -> None:
    """Take in two clean returns, and four with faults."""
    play.set_clock("2021-07-05 10:40")
    for unit in (CENTRE, HOROSHIV):
        play.prepare(_send, SECOND, unit, "2021-07-01 12:00", f"звіт {unit[:3]}.xlsx")
    for number, unit in enumerate((LUHYNY, NARODYCHI, OVRUCH, MALYN)):
        faults = [*FAULTS[number * 7 :], *FAULTS[: number * 7]]
        play.prepare(_send, SECOND, unit, "2021-07-02 12:00", faults=faults)
    play.xl("intake", 3)
    for language in ("uk", "en"):
        _ask(play, language, SECOND, "1.4.5", CENTRE)


def _receive_odd(play: "Comparison") -> None:
    """Take in files that are no returns, and returns that were taken apart, packed or saved by other programs."""
    play.prepare(_send_foreign)
    play.xl("intake", 3)
    for number, edit in enumerate(BROKEN):
        play.prepare(_send, SECOND, BUREAUS[number % 6], "2021-07-03 11:00", f"{number}.xlsx", edit=edit)
        play.prepare(_copy, f"inbox/{number}.xlsx", f"{number}.xlsx")
        play.xl(f"--lang {('uk', 'en')[number % 2]} identify {number}.xlsx")
    for place in (f"elsewhere/templates/{SECOND}/{HOROSHIV}", f"other/templates/2023-Q1/{HEADS}"):
        play.prepare(_fill, f"../{place}.xlsx", f"inbox/{place[:5]}.xlsx", "2021-07-03 11:00")
    play.xl("intake", 3)
    play.prepare(pack, f"templates/{SECOND}/{CENTRE}.xlsx", f"templates/{SECOND}/{HOROSHIV}.xlsx")
    play.xl("intake", 3)
    if shutil.which("soffice"):
        _convert(play, OVRUCH, "xls")
        _convert(play, MALYN, "ods")
        play.xl("intake")
    else:
        print("LibreOffice is missing: returns as .xls and .ods are not compared.")


def _receive_corrected(play: "Comparison") -> None:
    """Take in returns that were sent back: as they were, corrected, and late."""
    play.set_clock("2021-07-07 15:40")
    play.prepare(_resend)
    play.xl("intake", 3)
    play.prepare(_correct)
    play.xl("intake", 3)
    _ask(play, "uk", SECOND, "1.4.10", LUHYNY)
    play.set_clock("2021-07-12 11:40")
    for unit in BUREAUS[2:]:
        play.prepare(_send, SECOND, unit, "2021-07-01 08:00")
        play.prepare(_copy, f"inbox/{unit}.xlsx", f"{unit}.xlsx")
    play.xl("watch", 124, seconds=20)
    play.xl(f"intake '{OVRUCH}.xlsx' '{MALYN}.xlsx'")
    play.xl(f"intake '{OVRUCH}.xlsx' немає.xlsx", 1)


def _revise_korosten(play: "Comparison") -> None:
    """Change the plan within the quarter, and take in returns on the older templates."""
    for unit in BUREAUS[:3]:
        play.prepare(_copy, f"templates/{SECOND}/{unit}.xlsx", f"older/{unit}.xlsx")
    play.prepare(revise, PLAN, "II", {"1.1.1": 2, "1.4.4": 4}, "1.2.1", "1.4.11")
    play.xl("plan diff")
    play.xl("--lang en plan diff")
    play.xl("plan adopt --reason 'наказ № 17'")
    play.xl("plan diff 1 2")
    play.xl(f"reopen {SECOND} --reason 'зміна плану'")
    play.xl(f"issue {SECOND}")
    for number, unit in enumerate(BUREAUS[:3]):
        play.prepare(_fill, f"older/{unit}.xlsx", f"inbox/{unit}.xlsx", f"2021-07-12 1{number}:00")
    play.xl("intake", 3)
    play.prepare(_correct)
    play.xl("intake")
    _ask(play, "en", SECOND, "1.4.11", CENTRE)
    play.xl(f"plan print {SECOND}")
    play.xl(f"close {SECOND} --yes")


def play_livoberezhnyi(play: "Comparison") -> None:
    """Play three quarters of the Livoberezhnyi plan, and the first two of them in English."""
    play.start("livoberezhnyi", LIVOBEREZHNYI)
    play.set_clock("2023-01-10 09:00")
    _work_on_plan(play, "2023")
    for number in (1, 2, 3):
        _play_quarter(play, "uk", number)
        if number == 2:
            play.prepare(revise, PLAN, "III", {"1.1.2.3": 5}, "1.1.2.1", "1.1.2.9")
            play.xl("plan adopt --reason 'наказ № 2'")
        if number < 3:
            play.xl(f"close 2023-Q{number} --yes")
    play.prepare(_send, "2023-Q1", ACCOUNTANTS, "2023-10-11 10:00", "за перший.xlsx")
    play.xl("intake")
    _decide(play, "2023-Q3", LAWYERS)
    play.xl("reopen 2023-Q1 --reason 'виправлення'")
    play.prepare(_send, "2023-Q1", LAWYERS, "2023-10-11 12:00", "за перший знову.xlsx", edit=BROKEN[5])
    play.xl("intake")
    play.xl("close 2023-Q1 --yes")
    play.xl("status")
    play.xl("plan print 2023")
    play.xl("plan diff 1 2")
    play.start("livoberezhnyi-en", LIVOBEREZHNYI, "en")
    play.set_clock("2023-01-10 09:00")
    play.xl("plan adopt")
    for number in (1, 2):
        _play_quarter(play, "en", number)
        play.xl(f"close 2023-Q{number} --yes")


def _play_quarter(play: "Comparison", language: str, number: int) -> None:
    """Issue a quarter, take in returns with faults and then their corrections, and ask of it."""
    quarter, month = f"2023-Q{number}", f"{number * 3 + 1:02}"
    play.set_clock(f"2023-{month}-01 09:00")
    play.xl(f"issue {quarter}")
    play.set_clock(f"2023-{month}-05 10:00")
    play.prepare(_send, quarter, HEADS, f"2023-{month}-04 10:00")
    play.prepare(_send, quarter, LAWYERS, f"2023-{month}-04 10:01", faults=FAULTS[number - 1 :: 3])
    play.prepare(_send, quarter, ACCOUNTANTS, f"2023-{month}-04 10:02", faults=FAULTS[6:8])
    play.xl("intake", 3)
    play.set_clock(f"2023-{month}-12 11:00")
    for unit in (LAWYERS, ACCOUNTANTS):
        play.prepare(_send, quarter, unit, f"2023-{month}-06 10:00", f"{unit[:20]} виправлено.xlsx")
    play.xl("intake")
    _ask(play, language, quarter, "1.1.3.1", LAWYERS)


def _ask(play: "Comparison", language: str, quarter: str, code: str, unit: str) -> None:
    """Ask everything that can be asked of a quarter."""
    xl = play.speaking(language)
    for line in ("status", f"status {quarter} --json", f"explain {quarter} {code}"):
        xl(line)
    xl(f"explain {quarter} {code} --unit '{unit}' --json")
    xl(f"explain {quarter} 99.9", 1)
    xl(f"consolidate {quarter}")


def _decide(play: "Comparison", quarter: str, unit: str) -> None:
    """Decide everything that a coordinator can, with a return that comes after the closing."""
    mine = f"{quarter} --unit '{unit}'"
    play.xl(f"close {quarter}", 2)
    play.xl(f"waive {mine} --code far-over-target --reason 'перевірено' --until 31.12.2030")
    play.xl(f"waive {mine} --code nonsense --reason ні", 1)
    play.xl(f"withdraw {mine} --reason 'надіслано помилково'")
    play.xl(f"close {quarter}", 2)
    play.xl(f"--lang en close {quarter} --yes")
    play.xl(f"close {quarter} --yes")
    play.xl(f"status {quarter}")
    play.prepare(_send, quarter, unit, play.moment[:16], "пізно.xlsx")
    play.xl("intake")
    play.xl(f"reopen {quarter} --reason 'пізній звіт'")
    play.xl(f"reopen {quarter} --reason 'ще раз'", 1)
    play.xl(f"status {quarter}")
    play.xl(f"withdraw {mine} --reason 'надіслано помилково'")
    play.xl(f"close {quarter} --yes")
    play.xl(f"consolidate {quarter}", 1)


def _send(
    folder: Path,
    quarter: str,
    unit: str,
    saved: str,
    name: str = "",
    faults: Sequence[Cells] = (),
    edit: Edit | None = None,
) -> None:
    """Put a unit's return into the inbox."""
    into = folder / "inbox" / (name or f"{unit}.xlsx")
    fill(folder / f"templates/{quarter}/{unit}.xlsx", into, saved, faults, edit)


def _fill(folder: Path, template: str, into: str, saved: str) -> None:
    """Fill a template that lies elsewhere."""
    fill(folder / template, folder / into, saved)


def _copy(folder: Path, source: str, into: str) -> None:
    """Keep a copy of a file."""
    drop(folder / into, (folder / source).read_bytes())


def _send_foreign(folder: Path) -> None:
    """Put files into the inbox that are no returns."""
    for name, data in foreign().items():
        drop(folder / "inbox" / name, data)


def _correct(folder: Path) -> None:
    """Send back every return to be corrected, as well as filling it in corrects it."""
    for path in sorted(folder.glob("outbox/*/на доопрацювання/*.xlsx")):
        fill(path, folder / "inbox" / path.name, "2021-07-12 16:00")


def _resend(folder: Path) -> None:
    """Send back every return to be corrected as it is."""
    for path in sorted(folder.glob("outbox/*/на доопрацювання/*.xlsx")):
        drop(folder / "inbox" / path.name, path.read_bytes())


def _convert(play: "Comparison", unit: str, kind: str) -> None:
    """Put a return into the inbox that LibreOffice saved in another format, the same bytes on both sides."""
    office = play.sides[0].root.parent / "office"
    filled = office / f"{unit}.xlsx"
    fill(play.sides[0].root / play.folder / f"templates/{SECOND}/{unit}.xlsx", filled, "2021-07-06 09:20")
    command = ["soffice", f"-env:UserInstallation=file://{office}/profile", "--headless", "--convert-to", kind]
    subprocess.run([*command, "--outdir", office, filled], check=True, capture_output=True)
    converted = filled.with_suffix(f".{kind}")
    play.prepare(_copy, str(converted), f"inbox/{converted.name}")
