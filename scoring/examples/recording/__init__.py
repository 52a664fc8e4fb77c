"""Recording: what came out, a counterexample or a whole project, written down as an example; bytes in, bytes out."""
