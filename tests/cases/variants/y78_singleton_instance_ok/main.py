import concurrent.futures

from context import AppContext


def render(project, page):
    AppContext.get().project = project
    return f"{AppContext.get().project}/{page}"


def main():
    AppContext.get().project = "docs"
    with concurrent.futures.ProcessPoolExecutor(1) as executor:
        print(list(executor.map(render, ["docs"], ["index"])))


if __name__ == "__main__":
    main()
