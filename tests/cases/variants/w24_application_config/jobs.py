from application import app


def greet(name):
    return f"{app.config['GREETING']} {name} {app.debug}"
