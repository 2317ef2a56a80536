import xml.etree.cElementTree as ET
print(ET)
