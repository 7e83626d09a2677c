"""Every limit on a foreign file: its bytes, parts and cells, and the resources of the process that parses it."""

MEGABYTE = 1_000_000

# The file and the parts of its zip.
FILE_LIMIT = 20 * MEGABYTE
# All parts are held in memory at once, so that a reader gets exactly the bytes that were inspected.
INFLATED_LIMIT = 50 * MEGABYTE
PARTS_LIMIT = 2_000
# Deflate cannot exceed 1,032. The emptiest honest sheets stay below 100.
RATIO_LIMIT = 200
RATIO_FROM = 10 * MEGABYTE

# The cells of a sheet.
# A million cells cost a reader tens of megabytes. An honest return has a few thousand.
CELLS_LIMIT = 2_000_000
# An honest ods repeats cells that were filled down a column. A reader writes every repetition out.
REPEATS_LIMIT = 100_000
REPEATS_IN_ROW_LIMIT = 1_000
# The longest sheet of any program has sixteen million rows.
ROWS_LIMIT = 17_000_000
# The letters of all texts in cells. A text counts once for every cell that uses it.
LETTERS_LIMIT = 200_000_000
MERGES_LIMIT = 5_000
# Excel itself stops at 65,490.
STYLES_LIMIT = 70_000

# The child process: seconds for one file, bytes of memory.
TIME_LIMIT = 20.0
MEMORY_LIMIT = 1 << 30
