"""Facts and the steps that change them, in the order of the week."""
