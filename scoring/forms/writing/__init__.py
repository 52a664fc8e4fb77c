"""Documents that go out: reports, letters, tables of findings. Values in, bytes out; whoever asks writes them to disk."""
