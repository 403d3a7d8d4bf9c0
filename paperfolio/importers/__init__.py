"""Publications and whole sites of other programs, to be written as content of this one."""
