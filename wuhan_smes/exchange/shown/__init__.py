"""What people and programs see of an import: the same for pages, API and workbooks."""
