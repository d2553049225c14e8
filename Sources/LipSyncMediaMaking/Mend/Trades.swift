package import LipSyncMediaReading

/// All that a worker does besides examining.
package enum Trades {
  /// Mends, or renders.
  package static let work: MediaTrade.Work = { order, deadline, progress in
    order["trade"]?.stringValue == MediaRecipe.trade
      ? MediaMend.answer(to: order, deadline: deadline, progress: progress)
      : RenderOrder.trade(order, deadline, progress)
  }
}
