from batch import Batch

results = Batch(2).run([1, 2, 3])
print(results)
