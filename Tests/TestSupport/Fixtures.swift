// Fixtures and the local origin.
