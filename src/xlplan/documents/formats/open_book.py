"""The choice of the reader for a workbook, by its bytes."""

from xlplan.documents.formats.grid import OLE2_OR_BIFF, Book, Parts


def open_book(data: bytes, parts: Parts) -> Book:
    """Return the reader of the workbook in `data`.

    Args:
        data: The bytes of the file.
        parts: The parts of its zip, inflated; empty for an xls.

    Raises:
        UnreadableError: The file is damaged or encrypted.
    """
    # The import of each reader takes time, so it happens only where the reader is needed.
    if data.startswith(OLE2_OR_BIFF):
        from xlplan.documents.formats.xls import XlsBook

        return XlsBook(data)
    if "content.xml" in parts:
        from xlplan.documents.formats.ods import OdsBook

        return OdsBook(parts)
    from xlplan.documents.formats.xlsx import XlsxBook

    return XlsxBook(data, parts)
