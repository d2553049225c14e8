extension FaceNetworks {
  /// Those that are installed: for the user, or for all beside the running program, in `../share/lipflight/faces`. Read once.
  public static let installed: FaceNetworks? = [
    folder(), WorkerProgram.ownFolder.map { $0 + "/../share/lipflight/faces" },
  ].compactMap(\.self).lazy.compactMap { read(from: $0) }.first
}
