/// What a nursery is asked for: a number, and the process that it is about; and with the first two a socket.
package enum NurseryRequest: Int32 {
  /// A worker at the other end of a socket. Answered by its number.
  case fork = 1
  /// The same for the trade that the nursery's program has.
  case trade
  /// How a worker ended, which is waited for. Answered by what `waitpid` says.
  case wait
  /// A worker is needed no more. Not answered.
  case dismiss

  /// The environment's entry by which tests have workers fail, in debug builds alone.
  package static let faultVariable = "LIPFLIGHT_TEST_FAULT"
}
