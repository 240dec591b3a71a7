"""What pages and reports show: one frozen dataclass and one `build_…` a page, values ready to print."""
