#!/usr/bin/env python3
"""Detection curve of `verify`: makes faults and harmless changes from true results, and prints what is said of each.

usage: proof-bench.py TOOL WORK BASE...   with BASE = NAME:VIDEO:AUDIO:RESULT:FOREIGN_AUDIO:LEFT,TOP,WIDTH,HEIGHT (of the mouth, in shares)
Needs ffmpeg. Files made once are kept in WORK. Faults are made of the result alone; what a row is to be named by stands beside it.
"""
import json, os, subprocess, sys
from concurrent.futures import ThreadPoolExecutor

SOUND, PICTURE, SHAPE, HARMLESS = "sound", "picture", "shape", "harmless"


def probe(path):
    out = json.loads(subprocess.check_output(
        ["ffprobe", "-v", "error", "-of", "json", "-show_streams", "-count_frames", path]))
    facts = {}
    for stream in out["streams"]:
        facts.setdefault(stream["codec_type"], stream)
    video, audio = facts.get("video"), facts.get("audio")
    num, den = map(int, video["avg_frame_rate"].split("/"))
    return dict(w=int(video["width"]), h=int(video["height"]), fps=num / den, frames=int(video["nb_read_frames"]),
                seconds=float(audio["duration"]) if audio else 0)


def rows(base):
    """(name, kind, words one of which has to be in a rule, ffmpeg arguments behind the inputs).

    Inputs: 0 the result, 1 the foreign audio, 2 the source video, 3 foreign pictures.
    """
    f = base["facts"]
    end, middle, fps = f["seconds"], f["seconds"] * 0.5, f["fps"]
    nine = "-c:v libx264 -preset veryfast -crf 20 -pix_fmt yuv420p".split()
    aac = "-c:a aac -b:a 128k".split()
    made = []

    def sound(name, graph, words, kind=SOUND):
        made.append((name, kind, words, ["-filter_complex", graph + ",aresample=44100[a]", "-map", "0:v", "-map", "[a]",
                                         "-c:v", "copy"] + aac))

    def picture(name, graph, words, kind=PICTURE, codec=nine):
        # The sound is copied: only what is said of the picture can be said.
        made.append((name, kind, words, ["-filter_complex", graph, "-map", "[v]", "-map", "0:a?", "-fps_mode",
                                         "passthrough", "-c:a", "copy"] + codec))

    def joined(parts, count):
        labels = "".join(f"[p{i}]" for i in range(count))
        return ";".join(parts) + f";{labels}concat=n={count}:v=0:a=1"

    same = "aformat=sample_rates=44100:channel_layouts=stereo"
    for d in (0.5, 1, 2):
        a, b = end * 0.2, end * 0.62
        cuts = [(0, a), (b, b + d), (a + d, b), (a, a + d), (b + d, end)]
        sound(f"swap {d} s", joined([f"[0:a]{same},atrim={x}:{y},asetpts=N/SR/TB[p{i}]" for i, (x, y) in enumerate(cuts)], 5), ["foreign", "mismatch"])
    for d in (0.3, 0.5, 1, 2, min(5, end * 0.6)):
        a = end * 0.3
        sound(f"other speaker {d:g} s", joined([
            f"[0:a]{same},atrim=0:{a},asetpts=N/SR/TB[p0]", f"[1:a]{same},atrim=1:{1 + d},asetpts=N/SR/TB[p1]",
            f"[0:a]{same},atrim={a + d},asetpts=N/SR/TB[p2]"], 3), ["foreign", "mismatch"])
    sound("reversed 1 s", joined([
        f"[0:a]{same},atrim=0:{middle},asetpts=N/SR/TB[p0]", f"[0:a]{same},atrim={middle}:{middle + 1},areverse,asetpts=N/SR/TB[p1]",
        f"[0:a]{same},atrim={middle + 1},asetpts=N/SR/TB[p2]"], 3), ["foreign", "mismatch"])
    for ms in (20, 40, 80, 120, 200, 400, 800):
        d = ms / 1000
        sound(f"jump +{ms} ms", joined([
            f"[0:a]{same},atrim=0:{middle},asetpts=N/SR/TB[p0]", f"aevalsrc=0|0:s=44100:d={d}[p1]",
            f"[0:a]{same},atrim={middle}:{end - d},asetpts=N/SR/TB[p2]"], 3), ["jump"])
    for ms in (40, 60, 100, 150, 400):
        d = ms / 1000
        sound(f"jump -{ms} ms", joined([
            f"[0:a]{same},atrim=0:{middle},asetpts=N/SR/TB[p0]", f"[0:a]{same},atrim={middle + d},asetpts=N/SR/TB,apad=pad_dur={d}[p1]"], 2), ["jump"])
    for ms in (50, 100, 150, 250, 300, 500):
        at = base["loud"]
        sound(f"dropout {ms} ms", f"[0:a]volume=0:enable='between(t,{at},{at + ms / 1000})'", ["dropout"])
    sound("noise -6 dB", f"[0:a]asplit[x][y];[y]volume=0[z];anoisesrc=d=60:c=pink:a=1:s=1[n0];[n0]volume=%gdB[n];[x][n]amix=inputs=2:duration=longest:normalize=0,atrim=0:{end}[m];[z]anullsink;[m]anull" % (base["rms"] - 6 + 12), ["altered"])
    sound("clipping 30 dB", "[0:a]volume=30dB,aformat=sample_fmts=s16", ["altered", "clipp"])
    sound("second voice 0 dB", f"[1:a]aloop=-1:2e6,{same},volume=%gdB[o];[0:a]{same}[x];[x][o]amix=inputs=2:duration=longest:normalize=0,atrim=0:{end}" % (base["rms"] - base["rms1"]), ["altered"])
    sound("second voice -10 dB", f"[1:a]aloop=-1:2e6,{same},volume=%gdB[o];[0:a]{same}[x];[x][o]amix=inputs=2:duration=longest:normalize=0,atrim=0:{end}" % (base["rms"] - base["rms1"] - 10), ["altered"])
    sound("4 semitones higher", f"[0:a]{same},asetrate=44100*1.26,aresample=44100,atempo=0.7937", ["altered", "mismatch"])
    sound("silent", "[0:a]volume=0", ["mismatch", "sound"])

    def between(a, b):
        return f"enable='between(n,{a},{b})'"

    mid = int(f["frames"] * 0.45)
    for n in (1, 3, 6, 12, 25):
        picture(f"black {n} at start", f"[0:v]drawbox=c=black:t=fill:{between(0, n - 1)}[v]", ["picture", "black", "foreign", "blank"])
        picture(f"black {n} in middle", f"[0:v]drawbox=c=black:t=fill:{between(mid, mid + n - 1)}[v]", ["picture", "blank", "foreign"])
    picture("green 2", f"[0:v]drawbox=c=0x00c000:t=fill:{between(mid, mid + 1)}[v]", ["picture", "blank", "foreign"])
    picture("white 1", f"[0:v]drawbox=c=white:t=fill:{between(mid, mid)}[v]", ["picture", "blank", "foreign"])
    for n in (1, 5):
        picture(f"foreign {n}", f"[3:v]scale={f['w']}:{f['h']},setsar=1[o];[0:v][o]overlay={between(mid, mid + n - 1)}[v]", ["picture", "foreign"])
    x, y, w, h = base["mouth"]
    if base["plain"]:
      picture("mouth covered 1 s", f"[0:v]drawbox=x=iw*{x}:y=ih*{y}:w=iw*{w}:h=ih*{h}:c=black:t=fill:{between(mid, mid + int(fps))}[v]", ["foreign", "covered", "region"])
    picture("stripes", "[0:v]drawgrid=w=iw/12:h=ih/6:t=iw/40:c=white[v]", ["altered", "picture-mismatch", "foreign"])
    for d in (0.3, 0.5, 1, 2):
        n = round(d * fps)
        for where, a in (("start", 0), ("middle", mid), ("end", f["frames"] - n - 1)):
            picture(f"freeze {d} s {where}", f"[0:v]split[x][y];[x][y]freezeframes=first={a + (0 if where == 'start' else 1)}:last={a + n}:replace={a}[v]", ["frozen", "freeze"])
    picture("every second repeated", f"[0:v]fps={fps / 2},fps={fps}[v]", ["rate", "repeat"])
    picture("5 a second", "[0:v]fps=5[v]", ["rate"])
    picture("5 a second repeated", f"[0:v]fps=5,fps={fps}[v]", ["rate", "frozen"])
    if base["plain"]:
        source = f"[2:v]trim=start_frame={base['shift']},setpts=PTS-STARTPTS,scale={f['w']}:{f['h']}[o]"
        picture("every fifth unedited", f"{source};[0:v][o]overlay=enable='not(mod(n,5))'[v]", ["flicker", "unedited"])
        picture("second half unedited", f"{source};[0:v][o]overlay=enable='gte(n,{f['frames'] // 2})'[v]", ["unedited", "flicker"])
    picture("squeezed to 4:3", f"[0:v]scale={f['h'] * 4 // 3 // 2 * 2}:{f['h']},setsar=1[v]", ["shape"], SHAPE)
    picture("half size", "[0:v]scale=trunc(iw/4)*2:trunc(ih/4)*2[v]", ["smaller"], SHAPE)
    picture("middle 75 %", f"[0:v]crop=iw*.75:ih*.75,scale={f['w']}:{f['h']}[v]", ["cropped", "part"], SHAPE)
    picture("washed out", "[0:v]lutyuv=y='val*0.78+28'[v]", ["levels"], SHAPE)
    picture("crushed", "[0:v]lutyuv=y='clip(val*1.15-18,16,235)'[v]", ["levels"], SHAPE)
    picture("very dark", "[0:v]lutyuv=y='16+(val-16)*0.35'[v]", ["levels", "mismatch"], SHAPE)
    picture("from half size", f"[0:v]scale=iw/2:ih/2,scale={f['w']}:{f['h']}[v]", ["softer"], SHAPE)
    picture("from quarter size", f"[0:v]scale=iw/4:ih/4,scale={f['w']}:{f['h']}[v]", ["softer"], SHAPE)
    picture("blur 3", "[0:v]gblur=sigma=3[v]", ["softer"], SHAPE)
    picture("CRF 42", "[0:v]null[v]", ["softer"], SHAPE, "-c:v libx264 -preset veryfast -crf 42".split())

    def harmless(name, *args):
        made.append((name, HARMLESS, [], list(args)))

    av = ["-map", "0:v", "-map", "0:a"]
    plain = av + nine + aac
    harmless("CRF 28", *av, *"-c:v libx264 -preset veryfast -crf 28".split(), *aac)
    harmless("CRF 31", *av, *"-c:v libx264 -preset veryfast -crf 31".split(), *aac)
    for rate in ("24", "25", "30000/1001", "30", "50"):
        harmless(f"{rate} fps", "-vf", f"fps={rate}", *plain)
    harmless("VFR", "-vf", "select='not(eq(mod(n,7),3))'", "-fps_mode", "vfr", *plain)
    harmless("VP9 and Opus", *av, *"-c:v libvpx-vp9 -deadline realtime -cpu-used 8 -b:v 1M -c:a libopus -f webm".split())
    harmless("HEVC", *av, *"-c:v libx265 -preset ultrafast -x265-params log-level=error".split(), *aac)
    harmless("10 bit", *av, *"-c:v libx264 -preset veryfast -pix_fmt yuv420p10le".split(), *aac)
    harmless("full range", "-vf", "scale=out_range=full", "-color_range", "pc", *plain)
    harmless("fragmented", "-c", "copy", *av, "-movflags", "frag_keyframe+empty_moov")
    harmless("letterbox", "-vf", "pad=iw:ih*1.4:0:(oh-ih)/2", *plain)
    harmless("blurred bars", "-filter_complex", f"[0:v]split[x][y];[x]scale={f['w']}:{int(f['h'] * 1.4) // 2 * 2},gblur=30[b];[b][y]overlay=0:(H-h)/2[v]", "-map", "[v]", "-map", "0:a", *nine, *aac)
    harmless("crop to /16", "-vf", "crop=trunc(iw/16)*16-16:trunc(ih/16)*16-16", *plain)
    harmless("logo", "-vf", "drawbox=x=iw*.88:y=ih*.04:w=iw*.1:h=ih*.08:c=white@0.8:t=fill", *plain)
    harmless("subtitles", "-vf", "drawbox=x=iw*.2:y=ih*.88:w=iw*.6:h=ih*.07:c=white:t=fill:enable='lt(mod(t,3),2)'", *plain)
    harmless("grade", "-vf", "eq=contrast=1.06:brightness=0.02:saturation=1.1", *plain)
    harmless("sharpening", "-vf", "unsharp=5:5:0.8", *plain)
    harmless("grain", "-vf", "noise=alls=6:allf=t", *plain)
    harmless("pixel aspect", "-vf", "scale=trunc(iw*3/8)*2:ih,setsar=4/3", *plain)
    harmless("held last picture", "-vf", "tpad=stop_mode=clone:stop=4", *plain)
    for name, graph in (
        ("16 kHz mono", "aformat=sample_rates=16000:channel_layouts=mono"), ("loudnorm", "aformat=channel_layouts=stereo,loudnorm=I=-16,aformat=sample_rates=44100:channel_layouts=stereo"), ("denoise", "afftdn=nr=12"),
        ("gate", "agate=threshold=0.01:ratio=4"), ("reverb", "aecho=0.8:0.6:35:0.25"), ("polarity", "aeval=-val(ch):c=same"),
        ("compressor", "acompressor=threshold=0.1:ratio=3"), ("high pass", "highpass=f=90"), ("-12 dB", "volume=-12dB"), ("60 ms of padding off", "atrim=0:%g" % (end - 0.06)),
        ("priming 20 ms", "adelay=20:all=1")):
        harmless(name, "-map", "0:v", "-map", "0:a", "-c:v", "copy", "-af", ("aformat=channel_layouts=stereo:sample_fmts=fltp," if name == "polarity" else "") + graph, *aac)
    harmless("MP3 64k", "-map", "0:v", "-map", "0:a", "-c:v", "copy", "-c:a", "libmp3lame", "-b:a", "64k")
    harmless("AAC 48k", "-map", "0:v", "-map", "0:a", "-c:v", "copy", "-c:a", "aac", "-b:a", "48k")
    harmless("noise bed", "-filter_complex", f"anoisesrc=d=60:c=pink:a=1[n0];[n0]volume=%gdB[n];[0:a][n]amix=inputs=2:duration=longest:normalize=0,atrim=0:{end}[a]" % (base["rms"] - 24 + 12), "-map", "0:v", "-map", "[a]", "-c:v", "copy", *aac)
    return made


def level(path):
    text = subprocess.run(["ffmpeg", "-v", "info", "-i", path, "-map", "0:a", "-af", "volumedetect", "-f", "null", "-"],
                          capture_output=True, text=True).stderr
    return float(text.split("mean_volume:")[1].split()[0])


def loudest(path):
    """The middle of the loudest half second between a fifth and four fifths."""
    raw = subprocess.check_output(["ffmpeg", "-v", "error", "-i", path, "-map", "0:a", "-ac", "1", "-ar", "1000", "-f", "s16le", "-"])
    values = [abs(int.from_bytes(raw[i:i + 2], "little", signed=True)) for i in range(0, len(raw), 2)]
    span = range(len(values) // 5, len(values) * 4 // 5, 50)
    return max(span, key=lambda i: sum(values[i:i + 500])) / 1000 + 0.1


def build(base, row, folder):
    name, kind, _, args = row
    ext = "webm" if "webm" in args else "mp4"
    path = f"{folder}/{base['name']}-{name.replace(' ', '_').replace('/', 'of').replace('%', 'pc')}.{ext}"
    if not os.path.exists(path):
        run = subprocess.run(["ffmpeg", "-v", "error", "-y", "-i", base["result"], "-i", base["foreign"], "-i", base["video"],
                              "-i", base["pictures"]] + args + (["-shortest"] if kind == PICTURE else []) + ["-threads", "1", path], capture_output=True, text=True)
        if run.returncode:
            os.path.exists(path) and os.remove(path)
            sys.exit(f"{base['name']} {name}: {run.stderr[-600:]}")
    return path


def verify(tool, base, path):
    out = subprocess.run([tool, "verify", path, "--video", base["video"], "--audio", base["audio"], "--json"],
                         capture_output=True, text=True)
    return json.loads(out.stdout)


def main():
    tool, folder, names = sys.argv[1], sys.argv[2], sys.argv[3:]
    only = os.environ.get("ONLY", "").split(",") if os.environ.get("ONLY") else None
    os.makedirs(folder, exist_ok=True)
    bases = []
    for text in names:
        name, video, audio, result, foreign, mouth = text.split(":")
        base = dict(name=name, video=video, audio=audio, result=result, foreign=foreign, facts=probe(result),
                    rms=level(result), rms1=level(foreign), loud=loudest(result), mouth=tuple(map(float, mouth.split(","))))
        base["seconds"] = base["facts"]["seconds"]
        bases.append(base)
    for index, base in enumerate(bases):
        base["pictures"] = bases[(index + 2) % len(bases)]["video"]
        base["plain"], base["shift"] = "NOEDIT" not in os.environ and base["name"].startswith("real"), int(os.environ.get("SHIFT", 0))
    wanted = {b["name"]: [r for r in rows(b) if not only or any(o in r[0] or o == r[1] for o in only)] for b in bases}
    table, said, alarms, counts = {}, [], 0, {}
    for base in bases:
        with ThreadPoolExecutor(2) as pool:
            paths = list(pool.map(lambda row: build(base, row, folder), wanted[base["name"]]))
            documents = list(pool.map(lambda path: verify(tool, base, path), paths))
        clean = verify(tool, base, base["result"])
        usual = {f["rule"] for f in clean.get("findings", [])}
        print(f"# {base['name']}: the true result: {clean['verdict']} {sorted(usual)}")
        for row, document in zip(wanted[base["name"]], documents):
            rules = [f for f in document.get("findings", []) if f["rule"] not in usual or row[1] != HARMLESS]
            told = [f for f in rules if f["severity"] != "info"]
            named = any(word in f["rule"] for f in told for word in row[2])
            mark = ("ok" if not told else "ALARM") if row[1] == HARMLESS else "named" if named else "other" if told else "MISS"
            table.setdefault((row[1], row[0]), {})[base["name"]] = mark
            counts.setdefault(row[1], []).append(mark)
            for f in rules:
                if mark != "named" or os.environ.get("ALL") or row[1] == HARMLESS:
                    said.append(f"{base['name']} | {row[0]} | {mark} | {f['severity']} {f['rule']}: {f['message']}")
                elif any(word in f["rule"] for word in row[2]):
                    said.append(f"{base['name']} | {row[0]} | {mark} | {f['rule']}: {f['message']}")
    for (kind, name), marks in table.items():
        print(f"{kind:9} {name:26} " + "  ".join(f"{n}={m}" for n, m in marks.items()))
    for kind, marks in counts.items():
        print(f"# {kind}: " + ", ".join(f"{m} {marks.count(m)}" for m in sorted(set(marks))))
    print("\n".join(said))


main()
