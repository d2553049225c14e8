internal import CXNNPACK
internal import LipSyncMedia

/// A network that XNNPACK computes on one thread.
///
/// Not for two threads at once.
final class Network: NeuralNetwork {
  private let runtime: xnn_runtime_t
  /// What the runtime points to as long as it lives: stored numbers, and where it reads and writes.
  private let weights: Memory
  private let input: UnsafeMutableBufferPointer<Float>
  private let places: [UnsafeMutableBufferPointer<Float>]
  /// Which of the places make each output, one behind the other.
  private let outputs: [[Int]]

  /// Makes XNNPACK ready. Reads what the system says of its processors, so it has to be called before files are given up.
  static let isReady: Bool = xnn_initialize(nil) == xnn_status_success

  /// Numbers that do not move.
  private final class Memory {
    private var blocks: [UnsafeMutableBufferPointer<Float>] = []

    /// A copy with room behind it: XNNPACK reads some bytes past the last number.
    func keep(_ values: [Float]) -> UnsafeMutableBufferPointer<Float> {
      let block = UnsafeMutableBufferPointer<Float>.allocate(capacity: values.count + 16)
      block.initialize(repeating: 0)
      for (index, value) in values.enumerated() { block[index] = value }
      blocks.append(block)
      return UnsafeMutableBufferPointer(rebasing: block[..<values.count])
    }

    deinit { for block in blocks { block.deallocate() } }
  }

  /// - Throws: `MediaError` with code `.fault` for what is no such network.
  init(_ bytes: [UInt8]) throws(MediaError) {
    do throws(FlatBuffer.Fault) {
      guard Self.isReady else { throw FlatBuffer.Fault(message: "XNNPACK does not know this processor") }
      let file = try NetworkFile(bytes)
      var builder = try Builder(file)
      for step in file.steps { try builder.add(step) }
      let memory = builder.memory
      let external = builder.external
      var made: xnn_runtime_t?
      try Self.check(xnn_create_runtime_v2(builder.graph.raw, nil, 0, &made), "the network")
      guard let made else { throw FlatBuffer.Fault(message: "there is no runtime") }
      runtime = made
      weights = memory
      input = memory.keep([Float](repeating: 0, count: file.tensors[file.input].count))
      places = external.map { memory.keep([Float](repeating: 0, count: file.tensors[$0].count)) }
      outputs = file.outputs.map { builder.parts(of: $0).compactMap { external.firstIndex(of: $0) } }
      var values = [xnn_external_value(id: 0, data: input.baseAddress)]
      for (index, place) in places.enumerated() {
        values.append(xnn_external_value(id: UInt32(index + 1), data: place.baseAddress))
      }
      let status = xnn_setup_runtime(made, values.count, values)
      guard status == xnn_status_success else {
        xnn_delete_runtime(made)
        throw FlatBuffer.Fault(message: "it cannot be set up (\(status.rawValue))")
      }
    } catch {
      throw MediaError(
        .fault, operation: "faces", subject: "network",
        message: "a network for faces cannot be used: \(error.message)")
    }
  }

  deinit { xnn_delete_runtime(runtime) }

  var inputCount: Int { input.count }
  var outputCounts: [Int] { outputs.map { $0.reduce(0) { $0 + places[$1].count } } }

  func run(_ numbers: [Float]) throws(MediaError) -> [[Float]] {
    guard numbers.count == input.count else { throw Self.failure("it takes \(input.count) numbers") }
    for index in numbers.indices { input[index] = numbers[index] }
    guard xnn_invoke_runtime(runtime) == xnn_status_success else { throw Self.failure("it failed") }
    return outputs.map { $0.flatMap { Array(places[$0]) } }
  }

  private static func failure(_ words: String) -> MediaError {
    MediaError(.fault, operation: "faces", subject: "network", message: "a network for faces: \(words)")
  }

  fileprivate static func check(_ status: xnn_status, _ what: String) throws(FlatBuffer.Fault) {
    guard status == xnn_status_success else {
      throw FlatBuffer.Fault(message: "\(what) was refused by XNNPACK (\(status.rawValue))")
    }
  }

  /// An owned graph.
  private final class Graph {
    let raw: xnn_subgraph_t
    init(values: Int) throws(FlatBuffer.Fault) {
      var made: xnn_subgraph_t?
      try Network.check(xnn_create_subgraph(UInt32(values), 0, &made), "a graph")
      guard let made else { throw FlatBuffer.Fault(message: "there is no graph") }
      raw = made
    }
    deinit { xnn_delete_subgraph(raw) }
  }

  /// Tells XNNPACK of one tensor and one step after the other.
  private struct Builder {
    let file: NetworkFile
    let graph: Graph
    let memory = Memory()
    /// Tensors that are read from outside once all is done.
    let external: [Int]
    private var ids: [Int: UInt32] = [:]
    /// Tensors that are there by now.
    private var known: Set<Int>
    /// What a joined tensor is made of: they are put together outside, as not every XNNPACK can.
    private let joined: [Int: [Int]]

    init(_ file: NetworkFile) throws(FlatBuffer.Fault) {
      self.file = file
      var joined: [Int: [Int]] = [:]
      for step in file.steps where step.kind == .concatenate { joined[step.output] = step.inputs }
      self.joined = joined
      external = file.outputs.flatMap { joined[$0] ?? [$0] }
      guard Set(external).count == external.count, !external.contains(file.input) else {
        throw FlatBuffer.Fault(message: "an output is named twice")
      }
      known = [file.input]
      graph = try Graph(values: external.count + 1)
      for place in [file.input] + external { _ = try id(of: place) }
    }

    func parts(of output: Int) -> [Int] { joined[output] ?? [output] }

    /// XNNPACK's number of a tensor, which is made known where it is not yet.
    private mutating func id(of place: Int) throws(FlatBuffer.Fault) -> UInt32 {
      if let known = ids[place] { return known }
      let tensor = file.tensors[place]
      let outside = place == file.input ? 0 : external.firstIndex(of: place).map { UInt32($0 + 1) }
      let flags =
        place == file.input
        ? cxnnpack_external_input : outside == nil ? 0 : cxnnpack_external_output
      var data: UnsafeRawPointer?
      if case .floats(let values)? = tensor.values {
        data = UnsafeRawPointer(memory.keep(values).baseAddress)
      }
      var made: UInt32 = 0
      try Network.check(
        xnn_define_tensor_value(
          graph.raw, xnn_datatype_fp32, tensor.shape.count, tensor.shape, data, outside ?? cxnnpack_no_id,
          flags,
          &made), "a tensor")
      ids[place] = made
      return made
    }

    /// A stored tensor of so many dimensions.
    private func stored(_ step: NetworkFile.Step, _ index: Int, dimensions: Int) throws(FlatBuffer.Fault)
      -> [Int]
    {
      guard step.inputs.indices.contains(index), case .floats? = file.tensors[step.inputs[index]].values,
        file.tensors[step.inputs[index]].shape.count == dimensions
      else { throw FlatBuffer.Fault(message: "an operator lacks its numbers") }
      return file.tensors[step.inputs[index]].shape
    }

    /// What an operator makes has to be of the shape that the file says: XNNPACK believes both, and would write past the end of it.
    private func checkShapes(_ step: NetworkFile.Step) throws(FlatBuffer.Fault) {
      let (before, after) = (file.tensors[step.inputs[0]].shape, file.tensors[step.output].shape)
      let fits: Bool
      switch step.kind {
      case .convolve(let window):
        let filter = try stored(step, 1, dimensions: 4)
        fits = window.covers(try picture(step.inputs[0]), try picture(step.output), (filter[1], filter[2]))
      case .convolveEach(let window):
        let filter = try stored(step, 1, dimensions: 4)
        fits = window.covers(try picture(step.inputs[0]), try picture(step.output), (filter[1], filter[2]))
      case .maximum(let window):
        let (input, output) = (try picture(step.inputs[0]), try picture(step.output))
        fits = input[3] == output[3] && window.covers(input, output, window.size)
      case .add:
        fits = step.inputs.count == 2 && before == after && file.tensors[step.inputs[1]].shape == after
      case .clamp, .prelu: fits = before == after
      case .pad, .reshape, .concatenate: fits = true
      }
      guard fits else { throw FlatBuffer.Fault(message: "an operator makes \(before) into \(after)") }
    }

    /// The shape of a picture that is computed.
    private func picture(_ place: Int) throws(FlatBuffer.Fault) -> [Int] {
      let tensor = file.tensors[place]
      guard tensor.values == nil, tensor.shape.count == 4 else {
        throw FlatBuffer.Fault(message: "an operator is given what is no picture")
      }
      return tensor.shape
    }

    mutating func add(_ step: NetworkFile.Step) throws(FlatBuffer.Fault) {
      try checkShapes(step)
      guard step.inputs.allSatisfy({ file.tensors[$0].values != nil || known.contains($0) }),
        file.tensors[step.output].values == nil, known.insert(step.output).inserted
      else { throw FlatBuffer.Fault(message: "an operator uses what is not there yet") }
      if step.kind == .concatenate { return try checkJoin(step) }
      let (input, output) = (try id(of: step.inputs[0]), try id(of: step.output))
      switch step.kind {
      case .concatenate: break
      case .add(let activation):
        guard step.inputs.count == 2 else { throw FlatBuffer.Fault(message: "a sum has two parts") }
        let (low, high) = (activation.range.lowerBound, activation.range.upperBound)
        let other = try id(of: step.inputs[1])
        try Network.check(xnn_define_add2(graph.raw, low, high, input, other, output, 0), "a sum")
      case .convolve(let window):
        let (filter, bias) = (try stored(step, 1, dimensions: 4), try stored(step, 2, dimensions: 1))
        let channels = try picture(step.inputs[0])[3]
        guard filter[3] == channels, bias[0] == filter[0], try picture(step.output)[3] == filter[0] else {
          throw FlatBuffer.Fault(message: "a convolution's parts do not fit each other")
        }
        let (weights, offsets) = (try id(of: step.inputs[1]), try id(of: step.inputs[2]))
        try Network.check(
          cxnnpack_convolution(
            graph.raw, raw(window, (filter[1], filter[2])), range(window), channels, filter[0], input,
            weights,
            offsets, output), "a convolution")
      case .convolveEach(let window):
        let (filter, bias) = (try stored(step, 1, dimensions: 4), try stored(step, 2, dimensions: 1))
        let channels = try picture(step.inputs[0])[3]
        guard filter[0] == 1, filter[3] == channels * window.multiplier, bias[0] == filter[3],
          try picture(step.output)[3] == filter[3]
        else { throw FlatBuffer.Fault(message: "a convolution's parts do not fit each other") }
        let (weights, offsets) = (try id(of: step.inputs[1]), try id(of: step.inputs[2]))
        try Network.check(
          cxnnpack_depthwise(
            graph.raw, raw(window, (filter[1], filter[2])), range(window), UInt32(window.multiplier),
            channels,
            input, weights, offsets, output), "a convolution")
      case .maximum(let window):
        _ = (try picture(step.inputs[0]), try picture(step.output))
        try Network.check(
          cxnnpack_max_pooling(graph.raw, raw(window, window.size), range(window), input, output), "pooling")
      case .clamp(let activation):
        let range = activation.range
        try Network.check(
          xnn_define_clamp(graph.raw, range.lowerBound, range.upperBound, input, output, 0), "an activation")
      case .pad: try pad(step, input, output)
      case .prelu:
        let slope = try stored(step, 1, dimensions: 3)
        guard slope == [1, 1, try picture(step.inputs[0])[3]] else {
          throw FlatBuffer.Fault(message: "an activation's slopes do not fit")
        }
        try Network.check(
          xnn_define_prelu(graph.raw, input, try id(of: step.inputs[1]), output, 0), "an activation")
      case .reshape:
        let shape = file.tensors[step.output].shape
        guard file.tensors[step.output].count == file.tensors[step.inputs[0]].count else {
          throw FlatBuffer.Fault(message: "a reshape loses numbers")
        }
        try Network.check(
          xnn_define_static_reshape(graph.raw, shape.count, shape, input, output, 0), "a reshape")
      }
    }

    private func pad(_ step: NetworkFile.Step, _ input: UInt32, _ output: UInt32) throws(FlatBuffer.Fault) {
      let (before, after) = (try picture(step.inputs[0]), try picture(step.output))
      guard step.inputs.count == 2, case .integers(let widths)? = file.tensors[step.inputs[1]].values,
        widths.count == 8, widths.allSatisfy({ (0...4096).contains($0) })
      else { throw FlatBuffer.Fault(message: "a border has no widths") }
      let (heads, tails) = (
        (0..<4).map { Int(widths[2 * $0]) }, (0..<4).map { Int(widths[2 * $0 + 1]) }
      )
      guard (0..<4).allSatisfy({ before[$0] + heads[$0] + tails[$0] == after[$0] }) else {
        throw FlatBuffer.Fault(message: "a border does not fit")
      }
      try Network.check(
        xnn_define_static_constant_pad(graph.raw, heads, tails, 0, input, output, 0), "a border")
    }

    /// Joined tensors lie one behind the other, so they have to be the last that is done.
    private func checkJoin(_ step: NetworkFile.Step) throws(FlatBuffer.Fault) {
      let shape = file.tensors[step.output].shape
      let rest = shape.dropFirst(2)
      guard file.outputs.contains(step.output), shape.first == 1,
        step.inputs.allSatisfy({
          file.tensors[$0].shape.dropFirst(2) == rest && file.tensors[$0].values == nil
        }),
        step.inputs.reduce(0, { $0 + file.tensors[$1].count }) == file.tensors[step.output].count
      else { throw FlatBuffer.Fault(message: "tensors are joined in a way that is not known here") }
    }

    private func raw(_ window: NetworkFile.Window, _ size: (Int, Int)) -> cxnnpack_window {
      cxnnpack_window(
        height: UInt32(size.0), width: UInt32(size.1), stride_height: UInt32(window.stride.height),
        stride_width: UInt32(window.stride.width), dilation_height: UInt32(window.dilation.height),
        dilation_width: UInt32(window.dilation.width), flags: window.isSame ? cxnnpack_same_padding : 0)
    }

    private func range(_ window: NetworkFile.Window) -> cxnnpack_range {
      let range = window.activation.range
      return cxnnpack_range(low: range.lowerBound, high: range.upperBound)
    }
  }
}

extension NetworkFile.Window {
  /// Whether a window of that size, laid over a picture, gives one of the other shape: TensorFlow's two ways of padding.
  fileprivate func covers(_ before: [Int], _ after: [Int], _ size: (height: Int, width: Int)) -> Bool {
    func places(_ side: Int, _ size: Int, _ stride: Int, _ dilation: Int) -> Int {
      let reach = (size - 1) * dilation + 1
      return isSame ? (side + stride - 1) / stride : side < reach ? 0 : (side - reach) / stride + 1
    }
    return before[0] == 1 && after[0] == 1 && size.height > 0 && size.width > 0
      && after[1] == places(before[1], size.height, stride.height, dilation.height)
      && after[2] == places(before[2], size.width, stride.width, dilation.width)
  }
}
