// The room's first test.
