"""What the reference is made of: one module for each kind of thing that a page shows."""
