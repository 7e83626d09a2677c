"""The reader that fits a workbook, told by its bytes."""

from xlplan.documents.formats.grid import OLE2_OR_BIFF, Book, Parts


def open_book(data: bytes, parts: Parts) -> Book:
    """The workbook in `data`, told by its bytes; `parts`: those of its zip, inflated. UnreadableError."""
    # Each reader costs its import only where it is needed.
    if data.startswith(OLE2_OR_BIFF):
        from xlplan.documents.formats.xls import XlsBook

        return XlsBook(data)
    if "content.xml" in parts:
        from xlplan.documents.formats.ods import OdsBook

        return OdsBook(data, parts)
    from xlplan.documents.formats.xlsx import XlsxBook

    return XlsxBook(data, parts)
