"""The catalogue in the forms that others read. Pure, but for the measures of files."""
