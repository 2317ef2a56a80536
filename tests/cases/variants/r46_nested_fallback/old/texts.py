import mimetools

Text = mimetools.Message
