from marcel import Main

if __name__ == "__main__":
    Main().run_command("print a")
