public import ArgumentParser
public import Ledger
public import LipSync
public import Sandbox

// Words of the library that are typed as they are.
extension SandboxConfiguration.HTTPStatusStyle: ExpressibleByArgument {}
extension SandboxConfiguration.RenderSpeed: ExpressibleByArgument {}
extension BatchExport: ExpressibleByArgument {}
extension PlaybackModel.WhenShort: ExpressibleByArgument {}
