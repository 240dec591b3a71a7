"""A change asked for becomes the smallest edit of a file's text, which is checked before it is written."""
