import cgi
import sys


def form(environ):
    return cgi.FieldStorage(fp=sys.stdin.buffer, environ=environ)
