from ns.target import files

print(files.split("/a"))
