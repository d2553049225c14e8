internal import CFFmpeg
internal import LipSyncMediaReading

/// Moving pixels between plain pictures and frames.
enum PicturePlanes {
  /// Copies a picture into a writable 4:2:0 frame of the same size.
  static func copy(_ picture: Picture, into frame: Frame) {
    let sizes = [
      (picture.luma, picture.width), (picture.cb, picture.chromaWidth), (picture.cr, picture.chromaWidth),
    ]
    let data = [frame.raw.pointee.data.0, frame.raw.pointee.data.1, frame.raw.pointee.data.2]
    let strides = [
      frame.raw.pointee.linesize.0, frame.raw.pointee.linesize.1, frame.raw.pointee.linesize.2,
    ]
    for (index, (values, width)) in sizes.enumerated() {
      guard let plane = data[index] else { continue }
      values.withUnsafeBufferPointer { values in
        av_image_copy_plane(
          plane, strides[index], values.baseAddress, Int32(width), Int32(width), Int32(values.count / width))
      }
    }
  }
}
