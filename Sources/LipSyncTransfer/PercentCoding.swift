/// RFC 3986: everything but unreserved characters is percent-encoded.
package func percentEncodedSegment(_ text: String) -> String {
  var out = ""
  for byte in text.utf8 {
    switch byte {
    case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x2d, 0x2e, 0x5f, 0x7e:
      out.unicodeScalars.append(Unicode.Scalar(byte))
    default:
      let hex = String(byte, radix: 16, uppercase: true)
      out += "%" + (hex.utf8.count == 1 ? "0" : "") + hex
    }
  }
  return out
}
