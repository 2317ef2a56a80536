import os


class VMware:
    def version(self):
        return os.getenv("VMWARE_VERSION") or self._find_version_registry("VMware")

    @staticmethod
    def _find_version_registry(key):
        import winreg

        return winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, key)


print(VMware().version())
