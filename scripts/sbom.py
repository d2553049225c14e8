#!/usr/bin/env python3
"""Prints the bill of materials of built programs, CycloneDX 1.6 as JSON, which is validated before it is printed.

    sbom.py FOLDER           the programs in FOLDER: lipflight and lipflight-worker
    sbom.py --check FILE     validates one

What is linked into the programs comes from packaging/Package.resolved and the compiler; the libraries of the system that they load come from
the programs themselves, with the Debian package of each where there is one. FFmpeg's licence is asked of the program that has
loaded it, since it depends on how FFmpeg was built. Times and the serial number follow SOURCE_DATE_EPOCH.
"""

import datetime
import hashlib
import json
import os
import re
import subprocess
import sys
import uuid

from cyclonedx.model import HashAlgorithm, HashType, Property
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentScope, ComponentType
from cyclonedx.model.license import DisjunctiveLicense, LicenseExpression
from cyclonedx.output.json import JsonV1Dot6
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packageurl import PackageURL

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SWIFT = "Apache-2.0 WITH Swift-exception"
LICENCES = {"libcurl": "curl", "libcrypto": "Apache-2.0", "libpq": "PostgreSQL", "libc": "LGPL-2.1-or-later",
            "libm": "LGPL-2.1-or-later", "libgcc_s": "GPL-3.0-or-later WITH GCC-exception-3.1",
            "libstdc++": "GPL-3.0-or-later WITH GCC-exception-3.1"}
SPDX = {"GPL version 2 or later": "GPL-2.0-or-later", "GPL version 3 or later": "GPL-3.0-or-later",
        "LGPL version 2.1 or later": "LGPL-2.1-or-later", "LGPL version 3 or later": "LGPL-3.0-or-later"}


def said(*words):
    return subprocess.run(words, check=True, capture_output=True, text=True).stdout


def expression(text):
    return [LicenseExpression(text)] if text else []


def validate(text):
    """The faults of a document, by the specification's own schema; none where it is valid."""
    trouble = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
    return [] if trouble is None else [str(trouble)]


def packages():
    """What a release pins."""
    with open(os.path.join(ROOT, "packaging", "Package.resolved"), encoding="utf-8") as file:
        pins = json.load(file)["pins"]
    for pin in pins:
        place, state = pin["location"].removesuffix(".git"), pin["state"]
        group = "/".join(place.split("/")[2:-1])
        yield Component(
            type=ComponentType.LIBRARY, name=pin["identity"], group=group, version=state["version"],
            bom_ref=pin["identity"], purl=PackageURL("swift", group, pin["identity"], state["version"]),
            licenses=expression(SWIFT), scope=ComponentScope.REQUIRED,
            properties=[Property(name="lipflight:linked", value="static"),
                        Property(name="lipflight:revision", value=state["revision"])])


def runtime():
    version = re.search(r"Swift version ([0-9.]+)", said(os.environ.get("SWIFT", "swift"), "--version"))
    return Component(
        type=ComponentType.FRAMEWORK, name="swift-runtime", version=version.group(1) if version else None, bom_ref="swift-runtime",
        description="Swift's standard library, Dispatch and Foundation's essentials", licenses=expression(SWIFT),
        scope=ComponentScope.REQUIRED, properties=[Property(name="lipflight:linked", value="static")])


def needed(program):
    """The names of the libraries that a program loads itself, and where each is."""
    direct = set(re.findall(r"\(NEEDED\).*\[(.+)\]", said("readelf", "-d", program)))
    for line in said("ldd", program).splitlines():
        found = re.match(r"\s*(\S+) => (/\S+)", line)
        if found and found.group(1) in direct and not found.group(1).startswith(("libswift", "libFoundation", "libdispatch", "libBlocks")):
            yield found.group(1), os.path.realpath(found.group(2))


def debian(path):
    """Name, version and architecture of the Debian package that a file is of; None without dpkg."""
    # Before the merge of /lib into /usr a package may have named its file by the other path.
    for name in (path, path.removeprefix("/usr")):
        try:
            owner = said("dpkg-query", "-S", name).split(": ")[0]
            return said("dpkg-query", "-W", "-f=${Package}\t${Version}\t${Architecture}", owner).split("\t")
        except (subprocess.CalledProcessError, FileNotFoundError):
            continue
    return None


def libraries(programs, ffmpeg):
    seen = {}
    for program in programs:
        for name, path in needed(program):
            seen.setdefault(name, (path, []))[1].append(os.path.basename(program))
    for name, (path, users) in sorted(seen.items()):
        short = name.split(".so")[0]
        licence = ffmpeg if short in ("libavcodec", "libavformat", "libavutil", "libswscale", "libswresample") else LICENCES.get(short)
        package = debian(path)
        yield Component(
            type=ComponentType.LIBRARY, name=name, bom_ref=name, version=package[1] if package else None,
            purl=PackageURL("deb", "debian", package[0], package[1], {"arch": package[2]}) if package else None,
            licenses=[DisjunctiveLicense(name="public domain")] if short == "libsqlite3" else expression(licence),
            scope=ComponentScope.REQUIRED,
            properties=[Property(name="lipflight:linked", value="dynamic: a package that is depended on, not part of this one"),
                        Property(name="lipflight:used-by", value=", ".join(users))])


def main():
    if sys.argv[1] == "--check":
        with open(sys.argv[2], encoding="utf-8") as file:
            faults = validate(file.read())
        print("\n".join(faults) or f"{sys.argv[2]}: valid CycloneDX 1.6")
        sys.exit(1 if faults else 0)
    folder = sys.argv[1]
    programs = [os.path.join(folder, name) for name in ("lipflight", "lipflight-worker")]
    versions = said(programs[0], "--version", "--verbose")
    version = versions.split()[1]
    stated = re.search(r"(?m)^FFmpeg +\S+ \((.*)\)$", versions)
    epoch = int(os.environ.get("SOURCE_DATE_EPOCH", "0")) or int(os.stat(programs[0]).st_mtime)

    tool = Component(
        type=ComponentType.APPLICATION, name="lipflight", version=version, bom_ref="lipflight",
        purl=PackageURL("generic", None, "lipflight", version), licenses=expression("Apache-2.0"))
    bom = Bom()
    bom.metadata.component = tool
    bom.metadata.timestamp = datetime.datetime.fromtimestamp(epoch, datetime.timezone.utc)
    parts = [*packages(), runtime(), *libraries(programs, SPDX.get(stated.group(1)) if stated else None)]
    for program in programs:
        with open(program, "rb") as file:
            digest = HashType(alg=HashAlgorithm.SHA_256, content=hashlib.sha256(file.read()).hexdigest())
        name = os.path.basename(program)
        parts.append(Component(
            type=ComponentType.FILE, name=name, version=version, bom_ref="file:" + name, hashes=[digest],
            licenses=expression("Apache-2.0"),
            properties=[Property(name="lipflight:note", value="as built; the packages hold it without symbols")]))
    for part in parts:
        bom.components.add(part)
    bom.register_dependency(tool, parts)
    bom.serial_number = uuid.uuid5(uuid.NAMESPACE_URL, f"lipflight {version} {epoch}")
    text = JsonV1Dot6(bom).output_as_string(indent=2)
    faults = validate(text)
    if faults:
        sys.exit("sbom: not valid CycloneDX 1.6:\n" + "\n".join(faults))
    print(text)


if __name__ == "__main__":
    main()
