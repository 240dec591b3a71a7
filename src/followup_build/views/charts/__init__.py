"""Charts as plain marks: what is drawn where, with the words that say the same; `exports/svg.py` prints them."""
