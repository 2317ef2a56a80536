import configparser
import os


def get_config_from_root(root):
    path = os.path.join(root, 'setup.cfg')
    parser = configparser.SafeConfigParser()
    with open(path) as f:
        parser.read_file(f)
    return parser
