from pk._util import backend

backend = backend(__name__)
press = backend.press
