// What every module of the package uses: digests, JSON, moments, deadlines, threads for blocking work, secrets that
// cannot be printed, and how figures are written. Nothing here knows of media, of HTTP or of lip sync.
