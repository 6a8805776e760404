"""The frozen document, pure edits on it, the file format and the exports."""
