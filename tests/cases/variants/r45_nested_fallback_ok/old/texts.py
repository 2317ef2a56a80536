import mimetools

StringIO = mimetools.Message
