// What Swift cannot import from FFmpeg: casts in macros, variadics, and differences between versions.
#pragma once
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/avutil.h>
#include <libavutil/display.h>
#include <libavutil/imgutils.h>
#include <libavutil/opt.h>
#include <libavutil/pixdesc.h>
#include <libswresample/swresample.h>
#include <libswscale/swscale.h>

// Macros with casts are dropped by the importer.
static const int cffmpeg_ERROR_EOF = AVERROR_EOF;
static const int64_t cffmpeg_NO_PTS = AV_NOPTS_VALUE;
static inline int cffmpeg_error(int errnum) { return AVERROR(errnum); }
