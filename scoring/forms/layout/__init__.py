"""Where the parts of a form stand on a sheet, found by the labels that its declaration knows."""
