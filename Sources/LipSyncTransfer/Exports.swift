// The base is part of this module's interface: importing it also gives deadlines, JSON and times.
@_exported public import LipSyncBase
