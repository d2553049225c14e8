/// The service on this machine; see SandboxServer.
