import os
import pwd


def main():
    print(pwd.getpwuid(os.getuid()).pw_name)


if __name__ == "__main__":
    main()
