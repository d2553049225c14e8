/// A measured number for messages: rounded to `places` decimals, closing zeros dropped.
package func figure(_ value: Double, _ places: Int = 2) -> String { JSON.double(value, places: places).text }

extension Duration {
  /// The same as a number of seconds.
  package var seconds: Double { self / .seconds(1) }

  /// Seconds for messages: to the millisecond, closing zeros dropped, without a unit.
  package var inSeconds: String { figure(seconds, 3) }
}
