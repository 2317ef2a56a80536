import torch
import distutils.ccompiler

print(torch, distutils.ccompiler)
