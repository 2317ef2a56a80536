from wire.stream import Stream
