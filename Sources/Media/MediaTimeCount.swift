extension MediaTime {
  /// How many times `unit` goes into this time, to the nearest whole.
  func count(of unit: MediaTime) -> Int64 {
    let scaled = self * unit.denominator
    return MediaTime(scaled.numerator, scaled.denominator * max(1, unit.numerator)).ticks(rate: 1)
  }
}
