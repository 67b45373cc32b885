"""What a build costs at the size of a real mall, beside what else could be done: `make bench SCALE=L`."""
