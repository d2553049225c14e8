// Made by scripts/lips-train.py of 30 clips; not to be changed by hand.

/// What each feature of a mouth tells of the sound's level: opening, width, chin and speed of eleven pictures, the earliest first.
enum LipWeights {
  static let all: [Double] = [
    -0.01094, -0.04924, -0.08484, 0.03726,
    0.03979, -0.02834, 0.00247, 0.05658,
    0.04262, -0.06791, 0.06852, 0.06632,
    0.01846, -0.07884, 0.07404, 0.04471,
    -0.00120, -0.03189, 0.03465, 0.02462,
    -0.00698, 0.00442, -0.01193, -0.00915,
    0.01240, 0.00496, -0.04117, 0.00539,
    0.02386, -0.00655, -0.01888, 0.01199,
    0.01192, -0.01302, 0.00073, 0.00708,
    -0.01880, -0.00241, -0.01127, -0.00335,
    -0.00356, 0.02416, 0.03129, -0.05466,
  ]
}
