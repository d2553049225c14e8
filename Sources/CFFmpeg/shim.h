// What Swift cannot import from FFmpeg: casts in macros, variadics, and differences between versions.
// Written against FFmpeg 5.1; the guards name what moved in 6 and 7.
#pragma once
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/avutil.h>
#include <libavutil/channel_layout.h>
#include <libavutil/dict.h>
#include <libavutil/display.h>
#include <libavutil/imgutils.h>
#include <libavutil/log.h>
#include <libavutil/opt.h>
#include <libavutil/mem.h>
#include <libavutil/pixdesc.h>
#include <libavutil/sha.h>
#include <libswresample/swresample.h>
#include <libswscale/swscale.h>

// Macros with casts are dropped by the importer.
static const int cffmpeg_ERROR_EOF = AVERROR_EOF;
static const int cffmpeg_ERROR_EXIT = AVERROR_EXIT;
static const int cffmpeg_ERROR_INVALIDDATA = AVERROR_INVALIDDATA;
static const int cffmpeg_ERROR_PATCHWELCOME = AVERROR_PATCHWELCOME;
static const int cffmpeg_ERROR_DECODER_NOT_FOUND = AVERROR_DECODER_NOT_FOUND;
static const int cffmpeg_ERROR_DEMUXER_NOT_FOUND = AVERROR_DEMUXER_NOT_FOUND;
static const int cffmpeg_ERROR_STREAM_NOT_FOUND = AVERROR_STREAM_NOT_FOUND;
static const int64_t cffmpeg_NO_PTS = AV_NOPTS_VALUE;
static inline int cffmpeg_error(int errnum) { return AVERROR(errnum); }

// The three colours of av_log levels and flags share one int: the level alone.
static inline int cffmpeg_log_level(int level) { return level & 0xff; }

// av_log's callback takes a va_list, whose Swift type differs between architectures: the line is made here.
// Log.swift is the one caller: these are static, and a second object file would hold a second sink.
typedef void (*cffmpeg_log_sink)(void *context, int level, const char *line);
static inline cffmpeg_log_sink *cffmpeg_current_log_sink(void) {
  static cffmpeg_log_sink sink = NULL;
  return &sink;
}
static inline void cffmpeg_log_callback(void *context, int level, const char *format, va_list arguments) {
  if (cffmpeg_log_level(level) > AV_LOG_WARNING) return;
  char line[512];
  int prefix = 0;
  av_log_format_line2(context, level, format, arguments, line, sizeof line, &prefix);
  (*cffmpeg_current_log_sink())(context, cffmpeg_log_level(level), line);
}
static inline void cffmpeg_log_to(cffmpeg_log_sink sink) {
  *cffmpeg_current_log_sink() = sink;
  av_log_set_callback(cffmpeg_log_callback);
}

// The pointer that the owner of a logging context left in it; NULL for contexts that have no such place.
// Threads of a decoder work on copies of its AVCodecContext, which keep this pointer.
static inline void *cffmpeg_log_opaque(void *context) {
  if (!context) return NULL;
  const AVClass *class_ = *(const AVClass **)context;
  if (!class_) return NULL;
  if (class_ == avcodec_get_class()) return ((AVCodecContext *)context)->opaque;
  if (class_ == avformat_get_class()) return ((AVFormatContext *)context)->opaque;
  return NULL;
}

// Stream side data moved to codecpar in libavformat 60.15.
static inline const uint8_t *cffmpeg_stream_side_data(
    const AVStream *stream, enum AVPacketSideDataType type, size_t *size) {
#if LIBAVFORMAT_VERSION_INT >= AV_VERSION_INT(60, 15, 100)
  const AVPacketSideData *found = av_packet_side_data_get(
      stream->codecpar->coded_side_data, stream->codecpar->nb_coded_side_data, type);
  if (size) *size = found ? found->size : 0;
  return found ? found->data : NULL;
#else
  return av_stream_get_side_data(stream, type, size);
#endif
}

// The 3x3 display matrix of a stream; NULL where it has none.
static inline const int32_t *cffmpeg_display_matrix(const AVStream *stream) {
  size_t size = 0;
  const uint8_t *data = cffmpeg_stream_side_data(stream, AV_PKT_DATA_DISPLAYMATRIX, &size);
  return data && size >= 9 * sizeof(int32_t) ? (const int32_t *)(const void *)data : NULL;
}

// AVFrame.pkt_duration became AVFrame.duration in libavutil 57.30.
static inline int64_t cffmpeg_frame_duration(const AVFrame *frame) {
#if LIBAVUTIL_VERSION_INT >= AV_VERSION_INT(57, 30, 100)
  return frame->duration;
#else
  return frame->pkt_duration;
#endif
}


// avio_alloc_context's write callback became const in libavformat 61, so a reader passes none from here.
static inline AVIOContext *cffmpeg_open_reader(
    unsigned char *buffer, int size, void *opaque, int (*read)(void *, uint8_t *, int),
    int64_t (*seek)(void *, int64_t, int)) {
  return avio_alloc_context(buffer, size, 0, opaque, read, NULL, seek);
}

// An AVIOContext that writes, or reads back what was written. The write callback's buffer became const in
// libavformat 61.
static inline AVIOContext *cffmpeg_open_writer(
    unsigned char *buffer, int size, int writes, void *opaque, int (*read)(void *, uint8_t *, int),
    int (*write)(void *, const uint8_t *, int), int64_t (*seek)(void *, int64_t, int)) {
#if LIBAVFORMAT_VERSION_MAJOR >= 61
  return avio_alloc_context(buffer, size, writes, opaque, read, write, seek);
#else
  return avio_alloc_context(
      buffer, size, writes, opaque, read, (int (*)(void *, uint8_t *, int))(void (*)(void))write, seek);
#endif
}

// io_close went away in libavformat 61; before that it has to be out of the way for io_close2 to be asked.
static inline void cffmpeg_set_io_close(AVFormatContext *s, int (*close)(AVFormatContext *, AVIOContext *)) {
#if LIBAVFORMAT_VERSION_MAJOR < 61
  s->io_close = NULL;
#endif
  s->io_close2 = close;
}

// Stream side data moved to codecpar in libavformat 60.15. The angle is clockwise.
static inline int cffmpeg_set_rotation(AVStream *stream, double degrees) {
  uint8_t *data;
#if LIBAVFORMAT_VERSION_INT >= AV_VERSION_INT(60, 15, 100)
  AVPacketSideData *entry = av_packet_side_data_new(
      &stream->codecpar->coded_side_data, &stream->codecpar->nb_coded_side_data, AV_PKT_DATA_DISPLAYMATRIX,
      9 * sizeof(int32_t), 0);
  data = entry ? entry->data : NULL;
#else
  data = av_stream_new_side_data(stream, AV_PKT_DATA_DISPLAYMATRIX, 9 * sizeof(int32_t));
#endif
  if (!data) return AVERROR(ENOMEM);
  av_display_rotation_set((int32_t *)(void *)data, degrees);
  return 0;
}

// What else is stated of a stream (rotation, colours): in codecpar, and copied with it, from libavformat 60.15 on.
static inline int cffmpeg_copy_side_data(AVStream *to, const AVStream *from) {
#if LIBAVFORMAT_VERSION_INT < AV_VERSION_INT(60, 15, 100)
  for (int i = 0; i < from->nb_side_data; i++) {
    const AVPacketSideData *entry = &from->side_data[i];
    uint8_t *data = av_stream_new_side_data(to, entry->type, entry->size);
    if (!data) return AVERROR(ENOMEM);
    memcpy(data, entry->data, entry->size);
  }
#else
  (void)to, (void)from;
#endif
  return 0;
}

// One heap for all threads: glibc gives threads heaps of their own, which never shrink. Up to 32 MB of what is free are kept,
// so that one file's pictures take the place of another's without the kernel clearing pages. Before the first thread starts.
static inline void cffmpeg_one_heap(void) {
#ifdef __GLIBC__
  mallopt(M_ARENA_MAX, 1);
  mallopt(M_MMAP_THRESHOLD, 16 << 20);
  mallopt(M_TRIM_THRESHOLD, 32 << 20);
#endif
}
