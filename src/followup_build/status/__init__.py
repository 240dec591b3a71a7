"""The world as of a date: a status for every item, with its figures and its reasons in words."""
