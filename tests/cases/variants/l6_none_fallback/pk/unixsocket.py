import grp
import pwd

def owner(uid):
    return pwd.getpwuid(uid), grp.getgrgid(uid)
