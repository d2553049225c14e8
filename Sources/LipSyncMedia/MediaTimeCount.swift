extension MediaTime {
  /// How many times `unit` goes into this time, to the nearest whole.
  package func count(of unit: MediaTime) -> Int64 {
    Int64(
      clamping: Self.roundedDivision(
        Int128(numerator) * Int128(unit.denominator), Int128(denominator) * Int128(max(1, unit.numerator))))
  }

  /// How many whole times `unit` fits into this time; rounded down, also below zero.
  package func wholeCount(of unit: MediaTime) -> Int64 {
    let nearest = count(of: unit)
    return unit * nearest > self && nearest > .min ? nearest - 1 : nearest
  }

  /// How many of a unit it takes to cover this time.
  package func roundedUp(to unit: MediaTime) -> Int64 {
    let whole = wholeCount(of: unit)
    return unit * whole < self ? whole + 1 : whole
  }

  /// Half of this time.
  package var half: MediaTime { MediaTime(wide: Int128(numerator), Int128(denominator) * 2) }

  /// `numerator / denominator` of this time.
  package func share(_ numerator: Int64, of denominator: Int64) -> MediaTime {
    MediaTime(
      wide: Int128(self.numerator) * Int128(numerator), Int128(self.denominator) * Int128(max(1, denominator))
    )
  }
}
