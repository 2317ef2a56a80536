from concurrent.futures import ProcessPoolExecutor

from schema import Person


def rename(person):
    person.name = person.name.title()
    return person


def main():
    with ProcessPoolExecutor(1) as executor:
        print(executor.submit(rename, Person("ann", 3)).result().name)


if __name__ == "__main__":
    main()
