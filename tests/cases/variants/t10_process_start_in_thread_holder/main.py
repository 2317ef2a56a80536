from roaster import Roaster


def state_transition():
    print("state")


def main():
    roaster = Roaster(state_transition_func=state_transition)
    roaster.auto_connect()
    roaster.wait()
    print("connected", roaster.connected.value)


if __name__ == "__main__":
    main()
