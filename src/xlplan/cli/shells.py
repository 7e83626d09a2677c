"""The shells that complete the words of a command: what each is told to do, and the words between it and xlplan.

A shell calls xlplan with the variable `_XLPLAN_COMPLETE`, as Click has it. The scripts are xlplan's own: those of
Click break a name with a space in bash and one with a comma in fish, and older versions have none for PowerShell.
"""

import os
import re
from contextlib import redirect_stderr, suppress
from io import StringIO
from typing import ClassVar

import click
from click.shell_completion import CompletionItem, ShellComplete, split_arg_string

from xlplan.cli.language import use_workspace_language
from xlplan.text.translation import _

PROGRAM = "xlplan"
VARIABLE = "_XLPLAN_COMPLETE"

_BASH = r"""_xlplan_completion() {
    local IFS=$'\n' kind value
    COMPREPLY=()
    while IFS=, read -r kind value; do
        case $kind in
            dir) compopt -o dirnames 2>/dev/null ;;
            file) compopt -o default 2>/dev/null ;;
            plain) COMPREPLY+=("$value") ;;
        esac
    done < <(env COMP_WORDS="${COMP_WORDS[*]}" COMP_CWORD="$COMP_CWORD" \
        _XLPLAN_COMPLETE=bash_complete "$1" 2>/dev/null)
}
complete -o nosort -F _xlplan_completion xlplan 2>/dev/null || complete -F _xlplan_completion xlplan
"""
_ZSH = r"""(( $+functions[compdef] )) || { autoload -Uz compinit && compinit }
_xlplan_completion() {
    local -a plain described response
    local kind value words_of
    [[ $PREFIX == -*=* ]] && compset -P '*='
    response=("${(@f)$(env COMP_WORDS="${(F)words}" COMP_CWORD=$((CURRENT-1)) \
        _XLPLAN_COMPLETE=zsh_complete xlplan 2>/dev/null)}")
    for kind value words_of in ${response}; do
        case $kind in
            dir) _path_files -/ ;;
            file) _path_files -f ;;
            plain) if [[ $words_of == _ ]]; then plain+=("$value"); else described+=("$value:$words_of"); fi ;;
        esac
    done
    if (( $#described )); then _describe -V unsorted described -U; fi
    if (( $#plain )); then compadd -U -V unsorted -a plain; fi
}
compdef _xlplan_completion xlplan
"""
_FISH = r"""function _xlplan_completion
    set -l response (env _XLPLAN_COMPLETE=fish_complete COMP_WORDS=(commandline -cp) \
        COMP_CWORD=(commandline -ct) xlplan 2>/dev/null)
    for line in $response
        set -l parts (string split -m 1 , -- $line)
        switch $parts[1]
            case dir
                __fish_complete_directories $parts[2]
            case file
                __fish_complete_path $parts[2]
            case plain
                echo -- $parts[2]
        end
    end
end
complete --no-files --command xlplan --arguments "(_xlplan_completion)"
"""
_POWERSHELL = r"""Register-ArgumentCompleter -Native -CommandName xlplan -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $typed = $commandAst.CommandElements | Where-Object { $_.Extent.StartOffset -lt $cursorPosition }
    $words = @($typed | ForEach-Object {
        $isText = $_ -is [System.Management.Automation.Language.StringConstantExpressionAst]
        if ($isText) { $_.Value } else { $_.Extent.Text }
    })
    $position = if ($wordToComplete) { $words.Count - 1 } else { $words.Count }
    $kept = $env:_XLPLAN_COMPLETE, $env:COMP_WORDS, $env:COMP_CWORD
    $encoding = [Console]::OutputEncoding
    try {
        try { [Console]::OutputEncoding = New-Object System.Text.UTF8Encoding $false } catch { }
        $env:_XLPLAN_COMPLETE = 'powershell_complete'
        $env:COMP_WORDS, $env:COMP_CWORD = ($words -join "`n"), $position
        $lines = @(& xlplan 2>$null)
    } catch {
        $lines = @()
    } finally {
        $env:_XLPLAN_COMPLETE, $env:COMP_WORDS, $env:COMP_CWORD = $kept
        try { [Console]::OutputEncoding = $encoding } catch { }
    }
    foreach ($line in $lines) {
        $kind, $inserted, $shown, $tip = $line -split "`t"
        if ($kind -eq 'plain') {
            [System.Management.Automation.CompletionResult]::new($inserted, $shown, 'ParameterValue', $tip)
        } elseif ($kind -eq 'file' -or $kind -eq 'dir') {
            [System.Management.Automation.CompletionCompleters]::CompleteFilename($wordToComplete) |
                Where-Object { $kind -eq 'file' -or $_.ResultType -eq 'ProviderContainer' }
        }
    }
}
"""
# A sign that bash takes as it is outside of quotes.
_UNSAFE_IN_BASH = re.compile(r"([^\w@%+=:,./-])")
_PLAIN_IN_POWERSHELL = re.compile(r"[\w./:=+-]+")


_LONGEST_HELP = 70


def _said_of(suggestion: CompletionItem[str]) -> str | None:
    """Return what is said of a suggestion. Click does not translate the help of an option."""
    if not suggestion.help:
        return None
    words = _(suggestion.help) if suggestion.value.startswith("-") else suggestion.help
    line = " ".join(words.split())
    return line if len(line) <= _LONGEST_HELP else f"{line[:_LONGEST_HELP].rstrip()}…"


def _option_before(typed: str) -> str:
    """Return the beginning of `--unit=HOR` up to the value, where the shell replaces all of it; "" without one."""
    option, sign, _value = typed.partition("=")
    return f"{option}{sign}" if sign and option.startswith("-") else ""


class _Lines(ShellComplete):
    """A shell that hands over its words in `COMP_WORDS`, and the number of the one being typed."""

    def source(self) -> str:
        """Return the script for the shell."""
        return self.source_template

    def get_completion_args(self) -> tuple[list[str], str]:
        """Return the whole words before the one being typed, and that one."""
        words = self.split(os.environ["COMP_WORDS"])
        position = int(os.environ["COMP_CWORD"])
        # bash takes the sign in --unit=HOR for a word of its own.
        whole = [word for word in words[1:position] if word != "="]
        return whole, words[position] if position < len(words) else ""

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem[str]]:
        """Return the suggestions, with what is said of each on one line, in the language of the workspace."""
        use_workspace_language(args)
        suggestions = super().get_completions(args, incomplete)
        return [CompletionItem(each.value, each.type, _said_of(each)) for each in suggestions]

    def split(self, words: str) -> list[str]:
        """Return the words without quotes and without the signs that keep single letters as they are."""
        return split_arg_string(words)


class Bash(_Lines):
    """The words for bash, which inserts what it gets: with the signs in it made safe."""

    name: ClassVar[str] = "bash"
    source_template: ClassVar[str] = _BASH

    def format_completion(self, item: CompletionItem[str]) -> str:
        """Return the line of a suggestion, fit for the quotes in which the person is typing."""
        raw, position = os.environ["COMP_WORDS"].split("\n"), int(os.environ["COMP_CWORD"])
        quote = raw[position][:1] if position < len(raw) else ""
        if quote == "'":
            value = item.value.replace("'", r"'\''")
        elif quote == '"':
            value = re.sub(r'(["$`\\])', r"\\\1", item.value)
        else:
            value = _UNSAFE_IN_BASH.sub(r"\\\1", item.value)
        return f"{item.type},{value}"


class Zsh(_Lines):
    """The words for zsh: three lines for each suggestion. It makes them safe itself."""

    name: ClassVar[str] = "zsh"
    source_template: ClassVar[str] = _ZSH

    def format_completion(self, item: CompletionItem[str]) -> str:
        """Return the lines of a suggestion: a colon divides value and words only where there are words."""
        value = item.value.replace(":", r"\:") if item.help else item.value
        return f"{item.type}\n{value or '_'}\n{item.help or '_'}"


class Fish(_Lines):
    """The words for fish, which hands over the line up to the cursor and the part of a word in it."""

    name: ClassVar[str] = "fish"
    source_template: ClassVar[str] = _FISH

    def get_completion_args(self) -> tuple[list[str], str]:
        """Return the whole words before the one being typed, and that one."""
        words = split_arg_string(os.environ["COMP_WORDS"])[1:]
        typed = split_arg_string(os.environ["COMP_CWORD"])
        if typed and words:
            words.pop()
        return words, typed[0] if typed else ""

    def format_completion(self, item: CompletionItem[str]) -> str:
        """Return the line of a suggestion, with what fish says of it behind a tab."""
        value = _option_before(os.environ["COMP_CWORD"]) + item.value
        return f"{item.type},{value}\t{item.help}" if item.help else f"{item.type},{value}"


class PowerShell(_Lines):
    """The words for PowerShell: a line for each suggestion, as inserted, as shown, and what is said of it."""

    name: ClassVar[str] = "powershell"
    source_template: ClassVar[str] = _POWERSHELL

    def split(self, words: str) -> list[str]:
        """Return the words: PowerShell has read them itself, and the backslashes in them are of paths."""
        return [word.lstrip("'\"") for word in words.split("\n")]

    def format_completion(self, item: CompletionItem[str]) -> str:
        """Return the line of a suggestion, in quotes where it needs them."""
        is_plain = _PLAIN_IN_POWERSHELL.fullmatch(item.value)
        inserted = item.value if is_plain else "'{}'".format(item.value.replace("'", "''"))
        words, position = os.environ["COMP_WORDS"].split("\n"), int(os.environ["COMP_CWORD"])
        inserted = _option_before(words[position] if position < len(words) else "") + inserted
        return "\t".join((item.type, inserted, item.value, item.help or item.value))


SHELLS = {shell.name: shell for shell in (Bash, Zsh, Fish, PowerShell)}


def script_of(shell: str) -> str:
    """Return what a shell is told to do."""
    return SHELLS[shell].source_template


def answer_shell(program: click.Command, request: str) -> bytes:
    """Return the answer to a shell: its script, or the lines of suggestions; nothing where anything is wrong.

    Args:
        program: The group of all commands.
        request: What the shell wants, such as `bash_complete`.
    """
    name, _underscore, wanted = request.partition("_")
    if name not in SHELLS:
        return b""
    shell = SHELLS[name](program, {}, PROGRAM, VARIABLE)
    if wanted == "source":
        return shell.source().encode()
    # A sentence in the midst of a line that is being typed would help nobody.
    with redirect_stderr(StringIO()), suppress(Exception):
        # bash takes only a line that has its end.
        return f"{shell.complete()}\n".encode()
    return b""
