"""The way to relay and mock: the only part of the judge that opens sockets."""
