"""The receipt: the answer to one file, as a page that is opened by double click, printed or sent by e-mail."""
