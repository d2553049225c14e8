extension MediaTime {
  /// How many times `unit` goes into this time, to the nearest whole.
  func count(of unit: MediaTime) -> Int64 {
    let scaled = self * unit.denominator
    return MediaTime(scaled.numerator, scaled.denominator * max(1, unit.numerator)).ticks(rate: 1)
  }

  /// How many whole times `unit` fits into this time; rounded down, also below zero.
  func wholeCount(of unit: MediaTime) -> Int64 {
    let nearest = count(of: unit)
    return unit * nearest > self ? nearest - 1 : nearest
  }

  /// Half of this time.
  var half: MediaTime {
    numerator % 2 == 0 ? MediaTime(numerator / 2, denominator) : MediaTime(numerator, denominator * 2)
  }
}
