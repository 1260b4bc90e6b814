"""Check a Holdfire log or bundle without Holdfire: one file of standard-library Python, written to be read.

    python3 holdfire_verify.py LOGDIR|BUNDLE.zip policy.txt

LOGDIR is a published folder (checkpoint, tile/...). The policy is yours: take it from somebody you trust. Exit 0: every
signature, entry, tile, proof and exhibit holds under it; 1: the first thing that does not is printed; 2: misuse.
Formats: c2sp.org/signed-note, tlog-checkpoint, tlog-cosignature, tlog-tiles, tlog-proof, tlog-policy; RFC 6962 and 9162
(tree), RFC 8032 (Ed25519), FIPS 204 (ML-DSA-44), RFC 9901 (disclosures), RFC 8493 (BagIt).
"""

import base64
import hashlib
import json
import sys
import zipfile
from functools import cache, reduce
from pathlib import Path

# fmt: off

def need(holds, why):
    if not holds:
        raise ValueError(why)

def sha(*parts):
    return hashlib.sha256(b"".join(parts)).digest()

def b64(text, what):
    data = base64.b64decode(text, validate=True)
    need(base64.b64encode(data).decode() == text, f"{what}: base64 with a second spelling")
    return data

# --- Ed25519, RFC 8032 section 5.1.7. Points are (X, Y, Z, T) with x = X/Z, y = Y/Z, xy = T/Z.
P, L = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D, ROOT = -121665 * pow(121666, P - 2, P) % P, pow(2, (P - 1) // 4, P)

def add(p, q):
    a, b = (p[1] - p[0]) * (q[1] - q[0]), (p[1] + p[0]) * (q[1] + q[0])
    c, d = 2 * p[3] * q[3] * D, 2 * p[2] * q[2]
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P

def times(n, p):
    total = (0, 1, 1, 0)
    while n:
        total, p, n = add(total, p) if n & 1 else total, add(p, p), n >> 1
    return total

def point(data):
    y, sign = int.from_bytes(data, "little") & (2**255 - 1), data[31] >> 7
    if y >= P:
        return None
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(x2, (P + 3) // 8, P)
    x = x * ROOT % P if (x * x - x2) % P else x
    if (x * x - x2) % P or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P

BASE = point(bytes.fromhex("58" + "66" * 31))

@cache
def ed25519_holds(public, message, signature):
    a, r, s = point(public), point(signature[:32]), int.from_bytes(signature[32:], "little")
    if len(signature) != 64 or a is None or r is None or s >= L:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % L
    left, right = times(s, BASE), add(r, times(h, a))
    return not ((left[0] * right[2] - right[0] * left[2]) % P or (left[1] * right[2] - right[1] * left[2]) % P)

# --- ML-DSA-44, FIPS 204 algorithms 3 and 8. A polynomial is a list of 256 numbers modulo Q.
Q, K, GAMMA1, GAMMA2, BETA, OMEGA, TAU = 8380417, 4, 2**17, 95232, 78, 80, 39
ZETA = [pow(1753, int(f"{i:08b}"[::-1], 2), Q) for i in range(256)]

def ntt(poly):
    w, m, length = list(poly), 0, 128
    while length:
        for start in range(0, 256, 2 * length):
            m += 1
            for j in range(start, start + length):
                t = ZETA[m] * w[j + length] % Q
                w[j], w[j + length] = (w[j] + t) % Q, (w[j] - t) % Q
        length //= 2
    return w

def inverse_ntt(poly):
    w, m, length = list(poly), 256, 1
    while length < 256:
        for start in range(0, 256, 2 * length):
            m -= 1
            for j in range(start, start + length):
                t = w[j]
                w[j], w[j + length] = (t + w[j + length]) % Q, (w[j + length] - t) * ZETA[m] % Q
        length *= 2
    return [x * 8347681 % Q for x in w]

def unpack(data, bits):
    whole, mask = int.from_bytes(data, "little"), (1 << bits) - 1
    return [whole >> bits * i & mask for i in range(len(data) * 8 // bits)]

def expand(rho, row, column):
    stream = hashlib.shake_128(rho + bytes([column, row])).digest(1344)
    values = (int.from_bytes(stream[i : i + 3], "little") & 0x7FFFFF for i in range(0, 1344, 3))
    return [value for value in values if value < Q][:256]

def challenge(seed):
    stream, at, c = hashlib.shake_256(seed).digest(1024), 8, [0] * 256
    for n, i in enumerate(range(256 - TAU, 256)):
        at = next(k for k in range(at, 1024) if stream[k] <= i) + 1
        c[i], c[stream[at - 1]] = c[stream[at - 1]], 1 - 2 * (stream[n // 8] >> n % 8 & 1)
    return c

def read_hints(data):
    hints, at = [], 0
    for end in data[OMEGA:]:
        places = list(data[at:end])
        if not at <= end <= OMEGA or places != sorted(set(places)):
            return None
        hints, at = [*hints, set(places)], end
    return None if any(data[at:OMEGA]) else hints

def use_hint(hint, r):
    low = r % (2 * GAMMA2)
    low = low - 2 * GAMMA2 if low > GAMMA2 else low
    high, low = (0, low - 1) if r - low == Q - 1 else ((r - low) // (2 * GAMMA2), low)
    return (high + (1 if low > 0 else -1)) % 44 if hint else high

@cache
def ml_dsa_44_holds(public, message, signature):
    if len(public) != 1312 or len(signature) != 2420:
        return False
    seed, rho, hints = signature[:32], public[:32], read_hints(signature[2336:])
    z = [[GAMMA1 - x for x in unpack(signature[32 + 576 * i : 608 + 576 * i], 18)] for i in range(4)]
    if hints is None or max(abs(x) for poly in z for x in poly) >= GAMMA1 - BETA:
        return False
    mu = hashlib.shake_256(hashlib.shake_256(public).digest(64) + b"\0\0" + message).digest(64)
    z_hat, c_hat, packed = [ntt(poly) for poly in z], ntt(challenge(seed)), b""
    for i in range(K):
        t_hat = ntt([x << 13 for x in unpack(public[32 + 320 * i : 352 + 320 * i], 10)])
        rows = [expand(rho, i, j) for j in range(4)]
        w = [sum(rows[j][n] * z_hat[j][n] for j in range(4)) - c_hat[n] * t_hat[n] for n in range(256)]
        high = [use_hint(n in hints[i], x) for n, x in enumerate(inverse_ntt([x % Q for x in w]))]
        packed += sum(x << 6 * n for n, x in enumerate(high)).to_bytes(192, "little")
    return hashlib.shake_256(mu + packed).digest(32) == seed

# --- The policy, the signed note, the checkpoint.
def read_policy(text):
    logs, witnesses, groups, quorum = {}, {}, {}, None
    for line in text.splitlines():
        words = line.split("#")[0].split()
        if words[:1] in (["log"], ["witness"]):
            name, key_id, body = words[len(words[:1]) if words[0] == "log" else 2].split("+", 2)
            data = b64(body, f"key {name}")
            need(sha(name.encode(), b"\n", data)[:4].hex() == key_id, f"key {name}: the id is not its own")
            (logs if words[0] == "log" else witnesses)[name, bytes.fromhex(key_id)] = (words[1], data[0], data[1:])
        elif words[:1] == ["group"]:
            needed = {"all": len(words) - 3, "any": 1}.get(words[2]) or int(words[2])
            groups[words[1]] = (needed, words[3:])
        elif words[:1] == ["quorum"]:
            quorum = words[1]
    need(logs and quorum, "the policy names no log, or no quorum")
    return logs, witnesses, groups, quorum

def is_met(name, groups, signed):
    needed, members = groups.get(name, (1, []))
    return name in signed or (members and sum(bool(is_met(m, groups, signed)) for m in members) >= needed)

def read_checkpoint(note, policy):
    """(origin, size, root) of a checkpoint that the log signed and the quorum cosigned."""
    logs, witnesses, groups, quorum = policy
    text, _, block = note.decode().rpartition("\n\n")
    text = (text + "\n").encode()
    origin, size, root = text.decode().split("\n")[:3]
    need(size == str(int(size)) and len(b64(root, "root")) == 32, "malformed checkpoint")
    signed, by_log = set(), False
    for line in block.removesuffix("\n").split("\n"):
        dash, name, encoded = line.split(" ")
        raw = b64(encoded, f"signature of {name}")
        key_id, signature = raw[:4], raw[4:]
        need(dash == "\u2014", f"malformed signature line {line[:60]}")
        if (name, key_id) in logs:
            need(ed25519_holds(logs[name, key_id][2], text, signature), f"the log's signature fails: {name}\n{note.decode()}")
            by_log |= name == origin
        elif (name, key_id) in witnesses:
            label, kind, public = witnesses[name, key_id]
            stamp, signature = signature[:8], signature[8:]
            if kind == 4:
                message = b"cosignature/v1\ntime %d\n" % int.from_bytes(stamp, "big") + text
                holds = ed25519_holds(public, message, signature)
            else:
                message = (b"subtree/v1\n\0" + bytes([len(name)]) + name.encode() + stamp + bytes([len(origin)]) + origin.encode())
                message += bytes(8) + int(size).to_bytes(8, "big") + b64(root, "root")
                holds = ml_dsa_44_holds(public, message, signature)
            need(holds, f"the cosignature of {label} fails\n{note.decode()}")
            signed.add(label)
    need(by_log, f"the log {origin} did not sign\n{note.decode()}")
    need(quorum == "none" or is_met(quorum, groups, signed), f"not official: signed by {sorted(signed) or 'the log alone'} only\n{note.decode()}")
    return origin, int(size), b64(root, "root")

# --- The tree: RFC 6962 section 2.1, from the entries alone; and inclusion proofs, RFC 9162 section 2.1.3.2.
def tile_path(level, number, width):
    path = f"{number % 1000:03d}"
    while number := number // 1000:
        path = f"x{number % 1000:03d}/{path}"
    return f"tile/{level}/{path}" + (f".p/{width}" if width < 256 else "")

def check_log(read, size, root):
    """Every entry; raises unless they give the root and every tile is what they give. Returns the entries."""
    entries = []
    for number in range(-(-size // 256)):
        width = min(256, size - 256 * number)
        path, at = tile_path("entries", number, width), 0
        data = read(path)
        while at < len(data):
            length = int.from_bytes(data[at : at + 2], "big")
            entries.append(data[at + 2 : at + 2 + length])
            at += 2 + length
        need(at == len(data) and len(entries) == 256 * number + width, f"{path}: not {width} entries")
    row, level, peaks = [sha(b"\0", entry) for entry in entries], 0, []
    while row:
        if level % 8 == 0:
            for number in range(-(-len(row) // 256)):
                hashes = row[256 * number : 256 * number + 256]
                path = tile_path(level // 8, number, len(hashes))
                need(read(path) == b"".join(hashes), f"{path}: not the hashes of what lies below it")
        peaks += row[-1:] if len(row) % 2 else []
        row, level = [sha(b"\1", row[i], row[i + 1]) for i in range(0, len(row) - 1, 2)], level + 1
    node = reduce(lambda right, left: sha(b"\1", left, right), peaks) if peaks else sha()
    need(node == root, f"the entries give root {node.hex()}, the checkpoint says {root.hex()}")
    return entries

def check_proof(name, data, checkpoint, size, root):
    """(index, entry, what it discloses) of a .tlog-proof under this checkpoint."""
    head, _, note = data.partition(b"\n\n")
    lines = head.decode().split("\n")
    need(lines[0] == "c2sp.org/tlog-proof@v1" and lines[1].startswith("extra "), f"{name}: not a proof of ours")
    extra, index = json.loads(b64(lines[1][6:], name)), int(lines[2].removeprefix("index "))
    need(f"/{index}.tlog-proof" in name, f"{name}: proves entry {index}")
    need(note == checkpoint, f"{name}: is under another checkpoint")
    node, at, last = sha(b"\0", extra["entry"].encode()), index, size - 1
    for sibling in (b64(line, name) for line in lines[3:]):
        need(last > 0, f"{name}: the path is too long")
        is_left = at % 2 or at == last
        node = sha(b"\1", sibling, node) if is_left else sha(b"\1", node, sibling)
        while is_left and at and at % 2 == 0:
            at, last = at // 2, last // 2
        at, last = at // 2, last // 2
    need(last == 0 and node == root, f"{name}: entry {index} is not in this log")
    entry, body = json.loads(extra["entry"]), {}
    for disclosure in extra["disclosures"]:
        digest = base64.urlsafe_b64encode(sha(disclosure.encode())).decode().rstrip("=")
        need(digest in entry.get("_sd", ()), f"{name}: a disclosed field is not committed to")
        _salt, field, value = json.loads(base64.urlsafe_b64decode(disclosure + "=="))
        body[field] = value
    return index, entry, body

def main(what, policy_path):
    policy = read_policy(Path(policy_path).read_text("utf-8"))
    if Path(what).is_dir():
        origin, size, root = read_checkpoint(Path(what, "checkpoint").read_bytes(), policy)
        check_log(lambda path: Path(what, path).read_bytes(), size, root)
        return f"{what}: holds. {size} entries of {origin}, root {base64.b64encode(root).decode()}"
    bag = zipfile.ZipFile(what)
    names = bag.namelist()
    listed = [line.split("  ", 1) for line in (bag.read("manifest-sha256.txt") + bag.read("tagmanifest-sha256.txt")).decode().splitlines()]
    need({name for _, name in listed} | {"tagmanifest-sha256.txt"} == set(names), "a file is in no manifest, or is not there")
    for digest, name in listed:
        need(sha(bag.read(name)).hex() == digest, f"{name}: not as bundled")
    note = bag.read("data/log/checkpoint")
    _origin, size, root = read_checkpoint(note, policy)
    entries = check_log(lambda path: bag.read(f"data/log/{path}"), size, root)
    proofs = [check_proof(name, bag.read(name), note, size, root) for name in sorted(names) if name.endswith(".tlog-proof")]
    need(len(proofs) == len(entries), f"{len(proofs)} proofs for {size} entries")
    name, _, body = json.loads(entries[0])["pub"]["bundle"]["vkey"].split("+", 2)  # the log's first entry names the bundle key
    text, _, line = bag.read("bundle.note").rpartition(b"\n\n")
    holds = ed25519_holds(b64(body, name)[1:], text + b"\n", b64(line.split()[2].decode(), name)[4:])
    need(holds and sha(bag.read("manifest-sha256.txt")).hex() in text.decode(), "bundle.note: does not sign this manifest")
    withheld = bag.read("data/withheld.txt").decode().split()
    exhibits = {name.split("/")[-1].split(".")[0]: name for name in names if "/exhibits/" in name}
    erased = {blob for _, entry, _ in proofs if entry["kind"] == "erasure" for blob in entry["pub"]["blobs"]}
    for index, entry, body in proofs:
        for sealed in entry.get("obj", ()):
            digest = sealed["d"].removeprefix("sha256:")
            exhibit = entry.get("subject") or body.get("exhibit_id", digest)
            if exhibit not in withheld and digest not in erased:
                wanted = body.get("sha256") if sealed.get("enc") else digest
                need(exhibit in exhibits, f"{exhibit}: sealed by entry {index}, and not here")
                need(sha(bag.read(exhibits[exhibit])).hex() == wanted, f"{exhibits[exhibit]}: not what entry {index} seals")
    return f"{what}: holds. {len(exhibits)} exhibits ({len(withheld)} withheld), {len(proofs)} proofs, root {root.hex()}"

if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(print(__doc__) or 2)
    try:
        print(main(*sys.argv[1:]))
    except (KeyError, ValueError, OSError, zipfile.BadZipFile) as error:
        print(f"does NOT hold: {error}")
        sys.exit(1)
