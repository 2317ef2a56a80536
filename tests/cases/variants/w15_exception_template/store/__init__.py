from .loading import load
