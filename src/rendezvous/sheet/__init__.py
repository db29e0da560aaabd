"""Problems as spreadsheets (.xlsx): reading with located faults, writing, a template; agendas."""

from .agendas import write_agendas
from .reading import read_workbook
from .writing import write_template, write_workbook

__all__ = ["read_workbook", "write_agendas", "write_template", "write_workbook"]
