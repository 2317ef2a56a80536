class Settings:
    debug = False
    paths = ["base"]
