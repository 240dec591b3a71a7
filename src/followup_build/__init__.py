"""Follow up strategic plans: records in git, checked, derived as of a date, published as a site."""

__version__ = "0.1.0"
