/// A network as a TensorFlow Lite file describes it (schema version 3): tensors, and operators between them in the order in
/// which they are done.
///
/// Reads what the networks for faces need, and refuses the rest: a file from outside that is damaged, or is another network,
/// is an error and nothing worse.
struct NetworkFile {
  typealias Fault = FlatBuffer.Fault

  /// What numbers of a tensor are; of stored ones, their type in the file.
  struct Tensor {
    var shape: [Int]
    /// Stored numbers; nil for what is computed.
    var values: Values?
    /// How many there are.
    var count: Int { shape.reduce(1, *) }
  }

  /// Numbers that lie in the file.
  enum Values {
    case floats([Float])
    case integers([Int32])
  }

  /// How a window is laid over a picture, and what becomes of its result.
  struct Window: Equatable {
    var isSame: Bool
    var stride: (height: Int, width: Int)
    var dilation = (height: 1, width: 1)
    /// Of pooling alone; a convolution's is the shape of its filter.
    var size = (height: 0, width: 0)
    var multiplier = 1
    var activation: Activation

    static func == (a: Window, b: Window) -> Bool {
      a.isSame == b.isSame && a.stride == b.stride && a.dilation == b.dilation && a.size == b.size
        && a.multiplier == b.multiplier && a.activation == b.activation
    }
  }

  /// What is done to a result at once.
  enum Activation: UInt8 {
    case none = 0
    case relu = 1
    case reluToOne = 2
    case relu6 = 3

    /// What it lets through.
    var range: ClosedRange<Float> {
      switch self {
      case .none: -Float.infinity...Float.infinity
      case .relu: 0...Float.infinity
      case .reluToOne: -1...1
      case .relu6: 0...6
      }
    }
  }

  /// What is done.
  enum Kind: Equatable {
    case add(Activation)
    case concatenate
    case convolve(Window)
    case convolveEach(Window)
    case maximum(Window)
    case pad
    case prelu
    case clamp(Activation)
    case reshape
  }

  /// One step; inputs and outputs are numbers of tensors.
  struct Step {
    var kind: Kind
    var inputs: [Int]
    var output: Int
  }

  private(set) var tensors: [Tensor] = []
  private(set) var steps: [Step] = []
  private(set) var input = 0
  private(set) var outputs: [Int] = []

  /// No tensor of the networks for faces has more numbers; nor has the file more tensors.
  private static let limits = (numbers: 1 << 22, tensors: 4096)

  init(_ bytes: [UInt8]) throws(Fault) {
    let model = try FlatBuffer(bytes).root(identifier: "TFL3")
    let version: UInt32 = try model.number(0)
    guard version == 3 else { throw Fault(message: "it is of version \(version) of the format, not of 3") }
    var codes: [Int32] = []
    for code in try model.tables(1) {
      let old: Int8 = try code.number(0)
      codes.append(max(Int32(old), try code.number(3)))
    }
    let graphs = try model.tables(2)
    guard graphs.count == 1 else { throw Fault(message: "it holds \(graphs.count) networks, not one") }
    try readTensors(graphs[0], buffers: try model.tables(4))
    for step in try graphs[0].tables(3) { try read(step, codes) }
    let ends: (inputs: [Int32], outputs: [Int32]) = (try graphs[0].numbers(1), try graphs[0].numbers(2))
    guard ends.inputs.count == 1, !ends.outputs.isEmpty else {
      throw Fault(message: "it has \(ends.inputs.count) inputs and \(ends.outputs.count) outputs")
    }
    input = try tensor(ends.inputs[0])
    for output in ends.outputs { outputs.append(try tensor(output)) }
  }

  private mutating func readTensors(_ graph: FlatBuffer.Table, buffers: [FlatBuffer.Table]) throws(Fault) {
    let tables = try graph.tables(0)
    guard tables.count <= Self.limits.tensors else { throw Fault(message: "it has \(tables.count) tensors") }
    for table in tables {
      let sides: [Int32] = try table.numbers(0)
      var count = 1
      for side in sides {
        guard side > 0, side <= Self.limits.numbers, count * Int(side) <= Self.limits.numbers else {
          throw Fault(message: "a tensor has the shape \(sides)")
        }
        count *= Int(side)
      }
      let place: UInt32 = try table.number(2)
      guard place < buffers.count else { throw Fault(message: "a tensor has no buffer") }
      let bytes = try buffers[Int(place)].bytes(0)
      let type: UInt8 = try table.number(1)
      let values = bytes.isEmpty ? nil : try Values(bytes, type: type, count: count)
      tensors.append(Tensor(shape: sides.map { Int($0) }, values: values))
    }
  }

  private func tensor(_ number: Int32) throws(Fault) -> Int {
    guard tensors.indices.contains(Int(number)) else { throw Fault(message: "there is no tensor \(number)") }
    return Int(number)
  }

  private mutating func read(_ table: FlatBuffer.Table, _ codes: [Int32]) throws(Fault) {
    let place: UInt32 = try table.number(0)
    guard place < codes.count else { throw Fault(message: "an operator has no code") }
    var inputs: [Int] = []
    for input in try table.numbers(1) as [Int32] { inputs.append(try tensor(input)) }
    let outputs: [Int32] = try table.numbers(2)
    guard outputs.count == 1, let first = outputs.first, !inputs.isEmpty else {
      throw Fault(message: "an operator has \(inputs.count) inputs and \(outputs.count) outputs")
    }
    let output = try tensor(first)
    let code = codes[Int(place)]
    if code == 6 {
      // Half precision is read as single precision: what unpacks it has nothing left to do.
      tensors[output].values = tensors[inputs[0]].values
      guard tensors[output].values != nil, tensors[output].count == tensors[inputs[0]].count else {
        throw Fault(message: "numbers are to be unpacked that are not there")
      }
      return
    }
    steps.append(Step(kind: try kind(code, try table.table(4)), inputs: inputs, output: output))
  }

  private func kind(_ code: Int32, _ options: FlatBuffer.Table?) throws(Fault) -> Kind {
    func activation(_ field: Int) throws(Fault) -> Activation {
      let number: UInt8 = try options?.number(field) ?? 0
      guard let activation = Activation(rawValue: number) else {
        throw Fault(message: "it uses activation \(number), which is not known here")
      }
      return activation
    }
    func number(_ field: Int, _ missing: Int32 = 1) throws(Fault) -> Int {
      let number: Int32 = try options?.number(field, default: missing) ?? missing
      guard (1...64).contains(number) else { throw Fault(message: "a window moves by \(number)") }
      return Int(number)
    }
    func window(activation field: Int) throws(Fault) -> Window {
      let padding: UInt8 = try options?.number(0) ?? 0
      return Window(
        isSame: padding == 0, stride: (try number(2, 0), try number(1, 0)), activation: try activation(field))
    }
    switch code {
    case 0: return .add(try activation(0))
    case 2: return .concatenate
    case 3:
      var found = try window(activation: 3)
      found.dilation = (try number(5), try number(4))
      return .convolve(found)
    case 4:
      var found = try window(activation: 4)
      found.multiplier = try number(3, 0)
      found.dilation = (try number(6), try number(5))
      return .convolveEach(found)
    case 17:
      var found = try window(activation: 5)
      found.size = (try number(4, 0), try number(3, 0))
      return .maximum(found)
    case 19: return .clamp(.relu)
    case 21: return .clamp(.relu6)
    case 22: return .reshape
    case 34: return .pad
    case 54: return .prelu
    default: throw Fault(message: "it uses operator \(code), which is not known here")
    }
  }
}

extension NetworkFile.Values {
  /// Numbers of single or half precision, or whole ones.
  fileprivate init(_ bytes: ArraySlice<UInt8>, type: UInt8, count: Int) throws(FlatBuffer.Fault) {
    let size = [0: 4, 1: 2, 2: 4][type]
    guard let size, bytes.count == count * size else {
      throw FlatBuffer.Fault(
        message: "a tensor of type \(type) with \(count) numbers has \(bytes.count) bytes")
    }
    self = bytes.withUnsafeBytes { raw in
      func each<N: FixedWidthInteger>(_: N.Type) -> some Collection<N> {
        (0..<count).lazy.map { N(littleEndian: raw.loadUnaligned(fromByteOffset: $0 * size, as: N.self)) }
      }
      switch type {
      case 0: return .floats(each(UInt32.self).map { Float(bitPattern: $0) })
      case 1: return .floats(each(UInt16.self).map { Float(half: $0) })
      default: return .integers(each(UInt32.self).map { Int32(bitPattern: $0) })
      }
    }
  }
}

extension Float {
  /// The value of a number of half precision (IEEE 754 binary16).
  init(half bits: UInt16) {
    let (sign, exponent, fraction) = (UInt32(bits >> 15), Int(bits >> 10 & 31), UInt32(bits & 1023))
    switch exponent {
    case 0: self = (sign == 0 ? 1 : -1) * Float(fraction) * 0x1p-24
    case 31: self = Float(bitPattern: sign << 31 | 255 << 23 | fraction << 13)
    default: self = Float(bitPattern: sign << 31 | UInt32(exponent + 112) << 23 | fraction << 13)
    }
  }
}
