import urllib.request


class Opener(urllib.request.FancyURLopener):
    version = 'x/1'
