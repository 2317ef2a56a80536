import imp

print(imp)
