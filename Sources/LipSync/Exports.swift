// The base is part of this module's vocabulary: whoever imports it gets deadlines, JSON and moments too.
@_exported public import LipSyncBase
