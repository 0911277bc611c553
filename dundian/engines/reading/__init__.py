"""What a newspaper page or an office workbook says, to the line and the cell."""
