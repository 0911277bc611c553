"""Official documents in the layout of GB/T 9704-2012, as docx and PDF.

`model` says what a report is made of, `numbering.outline` lists its headings, `docx.render` and `pdf.render` put
it on the sheet that `sheet` describes, `pdf.pages_svg` draws its pages for a preview.
"""
