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

/// Percent-escapes read as UTF-8; malformed ones stay as they are.
package func percentDecoded(_ text: String) -> String {
  var out: [UInt8] = []
  let bytes = Array(text.utf8)
  var index = 0
  while index < bytes.count {
    if bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.count,
      let value = UInt8(String(decoding: bytes[index + 1...index + 2], as: UTF8.self), radix: 16)
    {
      out.append(value)
      index += 3
    } else {
      out.append(bytes[index])
      index += 1
    }
  }
  return String(decoding: out, as: UTF8.self)
}
