config = {"TRANSPORT": "ipc", "LINGER": 1}
