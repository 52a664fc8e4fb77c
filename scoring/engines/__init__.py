"""The engines: `exact` is the definition of every score, the others must equal it to the last digit."""
