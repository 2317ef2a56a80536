from server import LangServer


def main():
    server = LangServer({"sort_keywords": False})
    print(server.workspace_init(["a.f90", "b.f90"]))


if __name__ == "__main__":
    main()
