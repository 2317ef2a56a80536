import pkgutil

HAS_LXML = pkgutil.find_loader('lxml') is not None
