"""Why no legal plan exists: a set of rule pieces that cannot hold together, and none of which can be left out."""
