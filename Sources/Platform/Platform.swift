// The C library and Foundation's essentials under one name on every system that has been built. Every other file writes
// `import Platform`, so no other file has to ask which system it is compiled for.
#if canImport(Glibc)
  @_exported public import FoundationEssentials
  @_exported public import Glibc
#elseif canImport(Darwin)
  @_exported public import Darwin
  @_exported public import Foundation
#endif
