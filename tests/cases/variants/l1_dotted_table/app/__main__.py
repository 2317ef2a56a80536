from .drivers import load
load().run()
