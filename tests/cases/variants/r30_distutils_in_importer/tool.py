import build_extension

print(build_extension.extensions())
