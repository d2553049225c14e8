/// A measured number as a message says it: rounded to `places` decimals, closing zeros dropped.
func figure(_ value: Double, _ places: Int = 2) -> String { JSON.double(value, places: places).text }
