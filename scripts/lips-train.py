#!/usr/bin/env python3
"""Trains the weights by which lips are held against sound, and measures them. Writes Sources/LipSync/Postflight/LipWeights.swift.

    python3 scripts/lips-train.py FOLDER [--write]     (needs numpy)

FOLDER holds mouth curves, a CSV a clip: `seconds`, `opening`, `width`, `chin` (over the face's height, empty where no face was
found) and `envelope` (RMS of the sound, 150 to 4,000 Hz, over the same picture). Sound and lips of a clip belong together.

A clip is 25 values a second. The envelope in decibels is predicted from opening, width, chin and speed of the opening in the eleven
pictures around each moment: 44 weights, by ridge regression. What is measured is measured on clips that took no part in the
training: clips that share speech (GROUPS) are left out together. What is written was trained with all of them.
"""
import csv, glob, os, sys
import numpy as np

RATE, REACH, RIDGE, LAGS = 25, 5, 200.0, 25
# Clips of the same speech, by parts of their names.
GROUPS = {
    "assignment": ("Akash", "PhaniTeja", "ysh", "darshitha", "aniket", "kuwar", "mohit"),
    "zz": ("Zz-ww",), "it1": ("latentsync1",), "it2": ("latentsync2",),
    "h1": ("video1",), "h2": ("video2",), "h3": ("video3",), "h4": ("video4",), "ls1": ("demo1_video",),
}


def group(name):
    return next((g for g, keys in GROUPS.items() if any(k in name for k in keys)), name)


def smooth(x, k):
    return np.convolve(np.pad(x, (k // 2, k - 1 - k // 2), "edge"), np.ones(k) / k, "valid")


def standard(x):
    return (x - x.mean()) / x.std() if x.std() > 1e-9 else x * 0


def prepared(x):
    return standard((s := smooth(x, 3)) - smooth(s, 2 * RATE))


def clip(path):
    """The four curves of a clip and its envelope, 25 values a second; None where a mouth could not be followed."""
    rows = list(csv.DictReader(open(path)))
    seen = [i for i, r in enumerate(rows) if r["opening"]]
    if len(seen) < 0.9 * len(rows):
        return None
    times = np.array([float(r["seconds"]) for r in rows])
    grid = np.arange(0, times[-1], 1 / RATE)
    curves = [np.interp(grid, times[seen], [float(rows[i][k]) for i in seen]) for k in ("opening", "width", "chin")]
    sound = np.interp(grid, times, [float(r["envelope"]) for r in rows])
    level = np.maximum(20 * np.log10(np.maximum(sound, 1e-4) / max(sound.max(), 1e-4)), -40)
    features = [prepared(c) for c in curves] + [standard(smooth(np.abs(np.gradient(curves[0])), 5))]
    return np.array(features), prepared(level)


def rows(features):
    """The features of the eleven pictures around each moment, the earliest first; past the ends, the last value."""
    padded = np.pad(features, ((0, 0), (REACH, REACH)), "edge")
    n = features.shape[1]
    return np.array([padded[:, s:s + n] for s in range(2 * REACH + 1)]).reshape(-1, n).T


def train(clips):
    a = np.vstack([rows(f) for f, _ in clips])
    return np.linalg.solve(a.T @ a + RIDGE * np.eye(a.shape[1]), a.T @ np.hstack([y for _, y in clips]))


def correlation(x, y, lag):
    """Of the prediction and the envelope, the sound being `lag` steps late."""
    n = min(len(x), len(y))
    a, b = (x[:n - lag], y[lag:n]) if lag >= 0 else (x[-lag:n], y[:n + lag])
    return float(np.corrcoef(a, b)[0, 1]) if len(a) > 40 and a.std() > 1e-9 and b.std() > 1e-9 else 0.0


def peak(x, y):
    """Where the correlation is greatest within a second, how great, and how much greater than anywhere 0.2 s and more away."""
    values = [correlation(x, y, lag) for lag in range(-LAGS, LAGS + 1)]
    best = int(np.argmax(values))
    others = [v for i, v in enumerate(values) if abs(i - best) > 5]
    # What is still rising at the end of what was tried is no peak.
    margin = values[best] - max(others) if 0 < best < 2 * LAGS else -1.0
    return (best - LAGS) / RATE, values[best], margin


def auc(good, bad):
    good, bad = np.array(good)[:, None], np.array(bad)[None]
    return float((good > bad).mean() + 0.5 * (good == bad).mean())


def measure(names, clips):
    groups = [group(n) for n in names]
    predicted = []
    for i, (features, _) in enumerate(clips):
        others = [clips[j] for j in range(len(clips)) if groups[j] != groups[i]]
        predicted.append(standard(rows(features) @ train(others)))
    near = lambda x, y: max(correlation(x, y, lag) for lag in (-1, 0, 1))
    true = [near(x, y) for x, (_, y) in zip(predicted, clips)]
    wrong = [near(predicted[i], clips[j][1]) for i in range(len(clips)) for j in range(len(clips))
             if groups[i] != groups[j] and min(len(predicted[i]), len(clips[j][1])) > 100]
    print(f"{len(clips)} clips, {len(set(groups))} groups; each judged by weights of the other groups")
    print(f"true: median {np.median(true):.2f}; wrong audio: median {np.median(wrong):.2f}; AUC {auc(true, wrong):.3f}")
    for s in (0.2, 0.3, 0.4, 0.6, 1.0):
        shifted = [correlation(x, y, int(round(d * RATE))) for x, (_, y) in zip(predicted, clips) for d in (-s, s)]
        print(f"  against its own sound shifted by {s} s: AUC {auc(true, shifted):.2f}")
    found = [(n, *peak(x, y), len(x) / RATE) for n, x, (_, y) in zip(names, predicted, clips)]
    # Wrong audio: what would be said of it, with how much confidence.
    strange = [peak(predicted[i], clips[j][1]) for i in range(len(clips)) for j in range(len(clips))
               if groups[i] != groups[j] and min(len(predicted[i]), len(clips[j][1])) > 100]
    for bar, margin in ((0.35, 0), (0.4, 0), (0.4, 0.05), (0.4, 0.1), (0.45, 0.05), (0.5, 0.05)):
        sure = [f for f in found if f[2] >= bar and f[3] >= margin]
        right = [f for f in sure if abs(f[1]) <= 0.12]
        odd = [f for f in sure if abs(f[1]) >= 0.16]
        false = [p for p in strange if p[1] >= bar and p[2] >= margin]
        print(f"  peak >= {bar}, {margin} above the rest: {len(sure)} sure, {len(right)} within 120 ms, {len(odd)} would be warned of;"
              f" wrong audio: {len(false)} of {len(strange)} sure")
        for f in odd:
            print("     ", f[0], f"{f[1]:+.2f} s, peak {f[2]:.2f}, margin {f[3]:.2f}, {f[4]:.0f} s")


def write(weights, count):
    lines = []
    for index in range(0, len(weights), 4):
        lines.append("    " + ", ".join(f"{w:.5f}" for w in weights[index:index + 4]) + ",")
    path = os.path.join(os.path.dirname(__file__), "..", "Sources/LipSync/Postflight/LipWeights.swift")
    open(path, "w").write(f"""// Made by scripts/lips-train.py of {count} clips; not to be changed by hand.

/// What each feature of a mouth tells of the sound's level: opening, width, chin and speed of eleven pictures, the earliest first.
enum LipWeights {{
  static let all: [Double] = [
{chr(10).join(lines)}
  ]
}}
""")


def main():
    paths = sorted(glob.glob(os.path.join(sys.argv[1], "*.csv")))
    read = [(os.path.basename(p)[:-4], clip(p)) for p in paths]
    names = [n for n, c in read if c is not None]
    clips = [c for _, c in read if c is not None]
    measure(names, clips)
    if "--write" in sys.argv:
        write(train(clips), len(clips))


main()
