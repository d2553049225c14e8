#!/usr/bin/env python3
"""Draws and synthesises the samples from nothing: a talking face, a speech, and a web page called .mp4.

    python3 samples/make.py [DIRECTORY]

Needs ffmpeg and espeak-ng; beyond those only Python's own library. The results are committed, so this runs
only when a sample is to change. The clip's pictures are told apart by a head that turns and clouds that drift
one way, so that forward and backward play can be recognised in a result.
"""

import array
import math
import os
import subprocess
import sys
import tempfile
import wave

WIDTH, HEIGHT, SCALE, FPS, FRAMES = 640, 360, 2, 25, 110
W, H = WIDTH * SCALE, HEIGHT * SCALE

CLIP_TEXT = "Hello there. I am a drawing, and I can read to you whatever you like."
SPEECH_TEXT = (
    "Every film begins with somebody who looks into a lens and says a few words. "
    "These words are longer than the picture, so the picture has to turn around, and come back, "
    "until the last word has been spoken."
)
PAGE = """<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>holiday-final.mp4 - Shared with you</title></head>
<body>
<header><a href="/">My Cloud Drive</a> <a href="/login">Sign in</a></header>
<main>
<h1>holiday-final.mp4</h1>
<p>Preview is loading. If nothing happens, <a href="?download=1">download the file</a>.</p>
<video controls poster="/preview/holiday-final.jpg"></video>
</main>
</body>
</html>
"""


def run(*command, stdin=None):
    subprocess.run(command, input=stdin, check=True, stdout=subprocess.DEVNULL)


def speak(text, path, voice, words_a_minute, pitch):
    run("espeak-ng", "-v", voice, "-s", str(words_a_minute), "-p", str(pitch), "-w", path, text)


def loudness(path):
    """Root mean square of the sound under each picture, 0...1."""
    with wave.open(path) as sound:
        rate = sound.getframerate()
        samples = array.array("h", sound.readframes(sound.getnframes()))
    step = rate // FPS
    levels = []
    for index in range(FRAMES):
        part = samples[index * step:(index + 1) * step]
        levels.append(math.sqrt(sum(s * s for s in part) / max(len(part), 1)))
    top = max(levels) or 1
    return [level / top for level in levels]


class Canvas:
    """Rows of RGB bytes that shapes are filled into, a run of pixels at a time."""

    def __init__(self, background):
        self.pixels = bytearray(background)

    def run(self, y, x0, x1, colour, clip=None):
        if clip:
            if not clip[1] <= y < clip[3]:
                return
            x0, x1 = max(x0, clip[0]), min(x1, clip[2])
        x0, x1 = max(int(round(x0)), 0), min(int(round(x1)), W)
        if 0 <= y < H and x0 < x1:
            start = (y * W + x0) * 3
            self.pixels[start:start + (x1 - x0) * 3] = bytes(colour) * (x1 - x0)

    def box(self, x0, y0, x1, y1, colour):
        for y in range(int(y0), int(y1)):
            self.run(y, x0, x1, colour)

    def ellipse(self, cx, cy, rx, ry, colour, top=-1.0, bottom=1.0, clip=None):
        """An ellipse, or the part of it between `top` and `bottom` (-1...1 of its height)."""
        for y in range(int(cy + ry * top), int(cy + ry * bottom) + 1):
            t = (y + 0.5 - cy) / ry
            if -1 < t < 1:
                half = rx * math.sqrt(1 - t * t)
                self.run(y, cx - half, cx + half, colour, clip)


def backdrop():
    canvas = Canvas(bytes(W * H * 3))
    for y in range(H):
        shade = y / H
        canvas.run(y, 0, W, (int(222 - 40 * shade), int(205 - 45 * shade), int(184 - 40 * shade)))
    canvas.box(70, 60, 430, 420, (120, 84, 60))
    canvas.box(90, 80, 410, 400, (132, 190, 230))
    for index, (height, colour) in enumerate(
        [(280, (150, 62, 58)), (230, (62, 104, 92)), (300, (206, 160, 70)), (250, (70, 78, 130)),
         (270, (170, 110, 80)), (240, (52, 60, 66))]):
        canvas.box(1000 + index * 42, 470 - height, 1036 + index * 42, 470, colour)
    canvas.box(960, 470, 1280, 490, (120, 84, 60))
    return bytes(canvas.pixels)


WINDOW = (90, 80, 410, 400)
SKIN, SHADE, HAIR, SHIRT = (236, 188, 152), (214, 160, 124), (74, 46, 34), (48, 88, 132)


def picture(background, index, level, eyes_shut):
    canvas = Canvas(background)
    t = index / (FRAMES - 1)
    for start, y, size in ((-40, 150, 1.0), (170, 250, 0.7), (-220, 330, 0.8)):
        x = 90 + start + 330 * t
        for dx, dy, r in ((0, 0, 44), (46, 8, 34), (-44, 10, 30)):
            canvas.ellipse(x + dx * size, y + dy * size, r * size, r * 0.62 * size, (246, 250, 252), clip=WINDOW)
    canvas.box(244, 80, 256, 400, (120, 84, 60))
    canvas.box(90, 234, 410, 246, (120, 84, 60))

    # The head wanders one way over the whole clip and nods with the voice.
    cx = 640 - 62 + 124 * t + 7 * math.sin(t * 9.1)
    cy = 330 + 9 * math.sin(t * 13.7) + 5 * level
    turn = (t - 0.5) * 26
    neck = cx * 0.3 + 640 * 0.7
    canvas.ellipse(640, 780, 330, 230, SHIRT)
    canvas.box(neck - 62, 440, neck + 62, 566, SHADE)
    canvas.ellipse(neck, 562, 76, 44, SHADE)
    canvas.ellipse(cx, cy - 48, 186, 196, HAIR)
    for side in (-1, 1):
        canvas.ellipse(cx + side * 166, cy + 20, 26, 42, SHADE)
    canvas.ellipse(cx, cy, 164, 208, SKIN)
    canvas.ellipse(cx + turn * 0.4, cy - 96, 170, 124, HAIR, bottom=0.12)
    for side in (-1, 1):
        ex, ey = cx + side * 66 + turn, cy - 26
        canvas.ellipse(ex, ey - 46 - 8 * level, 36, 9, HAIR)
        if eyes_shut:
            canvas.ellipse(ex, ey + 4, 30, 5, SHADE)
        else:
            canvas.ellipse(ex, ey, 31, 20, (252, 252, 250))
            canvas.ellipse(ex + turn * 0.5, ey + 1, 14, 15, (60, 92, 70))
            canvas.ellipse(ex + turn * 0.5, ey + 1, 7, 8, (20, 20, 20))
    canvas.ellipse(cx + turn * 1.5, cy + 44, 19, 26, SHADE)
    mouth_x, mouth_y, gap = cx + turn * 1.2, cy + 118, 5 + 46 * level
    canvas.ellipse(mouth_x, mouth_y, 62 - 12 * level, gap + 11, (178, 74, 72))
    canvas.ellipse(mouth_x, mouth_y, 54 - 12 * level, gap, (84, 24, 30))
    if gap > 14:
        canvas.ellipse(mouth_x, mouth_y, 46 - 12 * level, gap * 0.85, (244, 242, 236), bottom=-0.45)
        canvas.ellipse(mouth_x, mouth_y + gap * 0.55, 30, gap * 0.36, (206, 96, 100))
    return canvas.pixels


def smooth(levels):
    """A mouth opens fast and shuts slower than the sound's level."""
    out, last = [], 0.0
    for level in levels:
        last = max(level ** 0.7, last * 0.55)
        out.append(last if last > 0.08 else 0.0)
    return out


def main():
    home = os.path.dirname(os.path.abspath(__file__))
    out = sys.argv[1] if len(sys.argv) > 1 else home
    os.makedirs(out, exist_ok=True)
    exact = ["-fflags", "+bitexact", "-flags:v", "+bitexact", "-flags:a", "+bitexact", "-map_metadata", "-1"]
    with tempfile.TemporaryDirectory() as scratch:
        clip_voice = os.path.join(scratch, "clip.wav")
        speech_voice = os.path.join(scratch, "speech.wav")
        speak(CLIP_TEXT, clip_voice, "en-us", 165, 38)
        speak(SPEECH_TEXT, speech_voice, "en-gb", 172, 58)

        levels = smooth(loudness(clip_voice))
        background = backdrop()
        pictures = bytearray()
        for index, level in enumerate(levels):
            pictures += picture(background, index, level, index % 47 in (30, 31, 32))
        run("ffmpeg", "-v", "error", "-y", "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{W}x{H}",
            "-r", str(FPS), "-i", "-", "-i", clip_voice, "-vf", f"scale={WIDTH}:{HEIGHT}:flags=area",
            "-af", f"apad,atrim=end={FRAMES / FPS}", "-c:v", "libx264", "-preset", "veryslow", "-crf", "24",
            "-g", "50", "-pix_fmt", "yuv420p", "-c:a", "aac", "-b:a", "64k", "-ar", "44100", "-ac", "1",
            "-movflags", "+faststart", "-threads", "1", *exact, os.path.join(out, "talking.mp4"),
            stdin=bytes(pictures))
        run("ffmpeg", "-v", "error", "-y", "-i", speech_voice, "-c:a", "aac", "-b:a", "64k", "-ar", "44100",
            "-ac", "1", "-movflags", "+faststart", *exact, os.path.join(out, "speech.m4a"))
    with open(os.path.join(out, "page.mp4"), "w", encoding="utf-8") as page:
        page.write(PAGE)


if __name__ == "__main__":
    main()
