"""The receipt: the answer to one file, as a page to open, to print or to send by e-mail."""
