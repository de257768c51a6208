"""Reports for professionals: one HTML file, readable by everyone, that needs nothing else to open.

``page(title, lead, sections)`` writes it; a section holds words, tables and plots. Every plot is
followed by its numbers as a table, so that nothing is said by a drawing only.
"""

from webapp.reports.page import ReportSection, page

__all__ = ["ReportSection", "page"]
