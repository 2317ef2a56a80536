from pk.tz import gettz

print(gettz("Egypt Standard Time"))
