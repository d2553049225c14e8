extension RandomAccessCollection where Index == Int {
  /// Where, of elements in the order of their keys, the last one stands whose key is not past a limit; the first place where
  /// all are past it, and where there are none.
  package func place<Key: Comparable>(ofLastNotPast limit: Key, by key: (Element) -> Key) -> Int {
    var (low, high) = (startIndex, endIndex - 1)
    while low < high {
      let probe = low + (high - low + 1) / 2
      if key(self[probe]) <= limit { low = probe } else { high = probe - 1 }
    }
    return low
  }
}
