from posixpath import splitroot as split
