#if Faces
  import LipSyncMedia
  import TestSupport
  import Testing

  @testable import LipSyncFaces

  @Suite("Networks are read and computed", .timeLimit(.minutes(2)))
  struct NetworkTests {
    /// A picture that the reference was given, too: TensorFlow Lite, by ai-edge-litert 2.3.0.
    static func pattern(_ side: Int, _ range: ClosedRange<Float>) -> [Float] {
      (0..<3 * side * side).map { index in
        let (row, column, channel) = (index / 3 / side, index / 3 % side, index % 3)
        let byte = Float((column * 3 + row * 2 + channel * 40) % 256)
        return range.lowerBound + (range.upperBound - range.lowerBound) * byte / 255
      }
    }

    /// The first numbers, the middle one, the last one, and the sum of all.
    struct Reference {
      var count: Int
      var samples: [Float]
      var sum: Float
    }

    private static func hold(_ outputs: [[Float]], to references: [Reference]) throws {
      for reference in references {
        let output = try #require(outputs.first { $0.count == reference.count })
        let samples = [output[0], output[1], output[output.count / 2], output[output.count - 1]]
        for (found, wanted) in zip(samples, reference.samples) { #expect(abs(found - wanted) < 0.002) }
        #expect(abs(output.reduce(0, +) - reference.sum) < max(1, abs(reference.sum) * 1e-4))
      }
    }

    @Test(
      "The detector gives the reference's numbers",
      .enabled(if: FaceNetworks.here != nil, "\(FaceNetworks.missing)"))
    func detector() throws {
      let network = try Network(try #require(FaceNetworks.here?.bytes[.detector]))
      let outputs = try network.run(Self.pattern(128, -1...1))
      try Self.hold(
        outputs,
        to: [
          Reference(count: 14336, samples: [0.0571809, -0.8448772, -0.8231531, 3.6176469], sum: 134156.27),
          Reference(count: 896, samples: [-5.0503020, -4.5690393, -5.1049681, -67.3564911], sum: -11902.33),
        ])
    }

    @Test(
      "So does the mesh, twice the same", .enabled(if: FaceNetworks.here != nil, "\(FaceNetworks.missing)"))
    func mesh() throws {
      let network = try Network(try #require(FaceNetworks.here?.bytes[.mesh]))
      let outputs = try network.run(Self.pattern(192, 0...1))
      try Self.hold(
        outputs,
        to: [
          Reference(count: 1404, samples: [94.8905869, 125.1779510, 46.4610711, 0.0420775], sum: 92292.03)
        ])
      #expect(try network.run(Self.pattern(192, 0...1)) == outputs)
      #expect(throws: MediaError.self) { try network.run([1, 2, 3]) }
    }

    @Test(
      "A network that was damaged is an error and nothing worse",
      .enabled(if: FaceNetworks.here != nil, "\(FaceNetworks.missing)"))
    func damaged() throws {
      let whole = try #require(FaceNetworks.here?.bytes[.detector])
      // What describes the network lies before and behind its numbers, most of which are as good as others.
      var random = Seeded(19)
      let file = try NetworkFile(whole)
      #expect(file.steps.count == 90 && file.outputs.count == 2)
      var refused = 0
      for round in 0..<80 {
        var bytes = whole
        if round % 10 == 0 { bytes.removeLast(Int(random.next() % UInt64(whole.count))) }
        let tail = min(bytes.count, 60_000)
        for _ in 0..<1 + round % 4 {
          bytes[bytes.count - tail + Int(random.next() % UInt64(tail))] = UInt8(
            truncatingIfNeeded: random.next())
        }
        do { _ = try Network(bytes).run(Self.pattern(128, -1...1)) } catch { refused += 1 }
      }
      #expect(refused > 8)
      for bytes in [[], [1, 2, 3], Array("TFL3".utf8), [255, 255, 255, 255] + Array("TFL3".utf8) + [0, 0]] {
        let error = #expect(throws: MediaError.self) { try Network(bytes) }
        #expect(error?.message.hasPrefix("a network for faces cannot be used") == true)
      }
    }

    @Test(
      "Numbers of half precision are read", arguments: [0, 0.5, -2, 65504, 6.103515625e-05, 5.9604645e-08])
    func halves(_ value: Float) {
      let bits: [Float: UInt16] = [
        0: 0, 0.5: 0x3800, -2: 0xC000, 65504: 0x7BFF, 6.103515625e-05: 0x0400, 5.9604645e-08: 0x0001,
      ]
      #expect(Float(half: bits[value] ?? 0xFFFF) == value)
      #expect(Float(half: 0x7C00) == .infinity && Float(half: 0x7E00).isNaN)
    }
  }

  /// Numbers that are the same each time.
  struct Seeded: RandomNumberGenerator {
    private var state: UInt64
    init(_ seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }
  }
#endif
