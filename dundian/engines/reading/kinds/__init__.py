"""The three kinds of list a programme is filled from: roster, enterprises, township unions."""
