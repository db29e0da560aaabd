"""Problems as spreadsheets (.xlsx): reading with located faults, writing, and a template."""

from .reading import read_workbook
from .writing import write_template, write_workbook

__all__ = ["read_workbook", "write_template", "write_workbook"]
