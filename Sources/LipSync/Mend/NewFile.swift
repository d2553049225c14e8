internal import LipSyncMedia
internal import Platform

/// A file that was made under another name.
enum NewFile {
  /// Gives it its name; what bears that name is replaced.
  static func name(_ path: String, as name: String) throws(MediaError) {
    guard rename(path, name) == 0 else {
      throw MediaError(
        .write, operation: "rename", subject: name,
        message: "cannot be written: \(String(cString: strerror(errno))); check the folder and the free space"
      )
    }
  }
}
