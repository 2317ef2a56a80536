from multiprocessing import Event

stop = Event()
