/// Is lent every decoded frame of the streams in use while a source is gone through.
protocol FrameObserver: AnyObject {
  /// A picture, its start in ticks of the stream's time base.
  func picture(_ frame: Frame, ticks: Int64, stream: Int) throws(MediaError)
  /// A run of samples.
  func samples(_ frame: Frame) throws(MediaError)
}
