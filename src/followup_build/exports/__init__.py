"""Computed values to bytes: tables for programs, spreadsheets and terminals."""
