"""`xlplan`, and `python -m xlplan`.

A process that reads files or writes workbooks imports the beginning of the program anew. So nothing is imported
here.
"""


def run() -> None:
    """Run the command line."""
    from xlplan.cli import main

    main()


if __name__ == "__main__":
    run()
