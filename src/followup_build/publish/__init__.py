"""Views to pages: one ordered table of pages, templates, and a thin MkDocs plugin."""
