"""日报、周报、汇报材料: sentences whose figures are cells of reports and lead to their rows."""
