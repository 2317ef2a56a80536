import multiprocessing

from engine import Game


def play(game):
    return game.evaluate()


def tournament(count):
    games = [Game() for _ in range(count)]
    with multiprocessing.Pool(2) as pool:
        return pool.map(play, games)


if __name__ == "__main__":
    print(tournament(4))
