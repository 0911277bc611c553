"""dundian (蹲点): everything heard gets an answer."""

__version__ = "0.1.0"
