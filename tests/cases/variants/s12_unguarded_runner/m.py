from runner import Runner
from work import double

with Runner() as runner:
    print(runner.all(double, [1, 2]))
