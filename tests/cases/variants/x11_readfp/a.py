from configparser import ConfigParser


class Icon:
    def _points(self, name):
        cp = ConfigParser()
        with open(name) as config_file:
            cp.readfp(config_file)
        return cp
