"""Pictures and sound as octets, written by hand: what a mock sends is what a decoder opens."""
