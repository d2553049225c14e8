// What is read and how it is told are one vocabulary: whoever imports this module gets the values, too.
@_exported public import LipSyncMedia
