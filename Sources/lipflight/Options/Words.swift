public import ArgumentParser
public import LipSync
public import LipSyncLedger
public import LipSyncSandbox

// Words of the library that are typed as they are.
extension SandboxConfiguration.HTTPStatusStyle: ExpressibleByArgument {}
extension SandboxConfiguration.RenderSpeed: ExpressibleByArgument {}
extension BatchExport: ExpressibleByArgument {}
extension PlaybackModel.WhenShort: ExpressibleByArgument {}
