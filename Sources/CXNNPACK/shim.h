// XNNPACK's subgraphs in the words that Swift imports: no macros, one call for each kind of operator.
#ifndef LIPFLIGHT_CXNNPACK_H
#define LIPFLIGHT_CXNNPACK_H

#include <math.h>
#include <xnnpack.h>

// Flags are macros, some of them with casts.
static const uint32_t cxnnpack_same_padding = XNN_FLAG_TENSORFLOW_SAME_PADDING;
static const uint32_t cxnnpack_external_input = XNN_VALUE_FLAG_EXTERNAL_INPUT;
static const uint32_t cxnnpack_external_output = XNN_VALUE_FLAG_EXTERNAL_OUTPUT;
static const uint32_t cxnnpack_no_id = XNN_INVALID_VALUE_ID;

// What an activation lets through.
struct cxnnpack_range {
  float low, high;
};

// How a window moves over a picture.
struct cxnnpack_window {
  uint32_t height, width;
  uint32_t stride_height, stride_width;
  uint32_t dilation_height, dilation_width;
  uint32_t flags;
};

static inline enum xnn_status cxnnpack_convolution(
    xnn_subgraph_t graph, struct cxnnpack_window window, struct cxnnpack_range range, size_t channels_in,
    size_t channels_out, uint32_t input, uint32_t filter, uint32_t bias, uint32_t output) {
  return xnn_define_convolution_2d(
      graph, 0, 0, 0, 0, window.height, window.width, window.stride_height, window.stride_width,
      window.dilation_height, window.dilation_width, 1, channels_in, channels_out, range.low, range.high, input,
      filter, bias, output, window.flags);
}

static inline enum xnn_status cxnnpack_depthwise(
    xnn_subgraph_t graph, struct cxnnpack_window window, struct cxnnpack_range range, uint32_t multiplier,
    size_t channels_in, uint32_t input, uint32_t filter, uint32_t bias, uint32_t output) {
  return xnn_define_depthwise_convolution_2d(
      graph, 0, 0, 0, 0, window.height, window.width, window.stride_height, window.stride_width,
      window.dilation_height, window.dilation_width, multiplier, channels_in, range.low, range.high, input, filter,
      bias, output, window.flags);
}

static inline enum xnn_status cxnnpack_max_pooling(
    xnn_subgraph_t graph, struct cxnnpack_window window, struct cxnnpack_range range, uint32_t input,
    uint32_t output) {
  return xnn_define_max_pooling_2d(
      graph, 0, 0, 0, 0, window.height, window.width, window.stride_height, window.stride_width,
      window.dilation_height, window.dilation_width, range.low, range.high, input, output, window.flags);
}

#endif
