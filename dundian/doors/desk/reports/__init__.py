"""Reports: outline, paper, export, and the rows behind each number."""
