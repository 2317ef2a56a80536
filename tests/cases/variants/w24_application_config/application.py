class Application:
    def __init__(self):
        self.config = {"GREETING": "hi"}
        self.debug = False


app = Application()
