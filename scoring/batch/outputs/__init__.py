"""Tables that go out: scores, rejects, templates, and the figures of a run."""
