package import LipSyncMedia

extension FaceFinder.Engine {
  /// XNNPACK, on one thread of the processor.
  package static let xnnpack = FaceFinder.Engine(
    prepare: { Network.isReady }, network: { (bytes) throws(MediaError) in try Network(bytes) })
}
