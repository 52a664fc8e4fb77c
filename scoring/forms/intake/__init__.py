"""From a form as it was filled in to a project's file: what it reports, claims and leaves open."""
