"""`xlplan`, and `python -m xlplan`.

A process that reads files or writes workbooks imports the beginning of the program anew. So nothing is imported
here.
"""


def run() -> None:
    """Run the command line."""
    import gc

    # What a command imports is no garbage. To look for some in it takes a tenth of the start, and of the end too.
    gc.disable()
    from xlplan.cli import main

    try:
        main()
    finally:
        gc.freeze()


if __name__ == "__main__":
    run()
