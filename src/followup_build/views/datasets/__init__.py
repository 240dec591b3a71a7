"""Datasets: what the pages show, as typed tables for spreadsheets and programs."""
