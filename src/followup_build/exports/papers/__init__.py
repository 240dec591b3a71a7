"""Papers as text, Markdown, HTML, PDF and mail."""
