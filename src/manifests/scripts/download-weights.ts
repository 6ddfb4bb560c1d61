/**
 * Fills a folder from a Hugging Face hub: `REPOSITORY REVISION FOLDER MARKER PATTERNS`, the last a
 * JSON list in which `!` excludes. Only the standard library, so that any image with Python will
 * do. What speaks for it over `huggingface_hub`: every byte is checked before a file has its name,
 * and the marker comes last, so that a pod never loads half a model.
 *
 * Environment: HF_ENDPOINT, HF_TOKEN, CA_FILE, the usual proxies; BACKOFF_SECONDS, the first pause.
 *
 * Status 2: trying again would change nothing (no access, no such revision, no space). 1: it may.
 */
export const downloadWeightsScript = `
import fnmatch, hashlib, http.client, json, os, shutil, ssl, sys, time
import urllib.error, urllib.parse, urllib.request
from concurrent.futures import ThreadPoolExecutor
from email.utils import parsedate_to_datetime

repository, revision, folder, marker, patterns = *sys.argv[1:5], json.loads(sys.argv[5])
endpoint = os.environ.get("HF_ENDPOINT", "https://huggingface.co").rstrip("/")
backoff = float(os.environ.get("BACKOFF_SECONDS", "2"))
TRIES, LONGEST_PAUSE, AT_ONCE, CHUNK = 8, 300, 4, 8 << 20
HINTS = {
    401: "the repository wants a token: state one of an account that has access",
    403: "the token has no access: accept the licence of the model with its account",
    404: "there is no such repository, revision or file, or the token may not see it",
}

class Refused(Exception):
    pass

class Damaged(Exception):
    pass

context = ssl.create_default_context()
if os.environ.get("CA_FILE"):
    context.load_verify_locations(os.environ["CA_FILE"])
opener = urllib.request.build_opener(urllib.request.HTTPSHandler(context=context))

def say(text):
    print(text, flush=True)

def get(url, start=0):
    request = urllib.request.Request(url)
    if start:
        request.add_header("Range", f"bytes={start}-")
    if os.environ.get("HF_TOKEN"):
        # the hub redirects to a store that must not see the token
        request.add_unredirected_header("Authorization", "Bearer " + os.environ["HF_TOKEN"])
    return opener.open(request, timeout=60)

def asked_pause(headers):
    value = headers.get("Retry-After", "").strip()
    if value.isdigit():
        return float(value)
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - time.time())
    except (TypeError, ValueError):
        return 0.0

def patiently(what, work):
    for attempt in range(TRIES):
        pause = 0.0
        try:
            return work()
        except urllib.error.HTTPError as error:
            problem, pause = f"status {error.code}", asked_pause(error.headers)
            if error.code < 500 and error.code not in (408, 416, 429):
                raise Refused(f"{what}: {problem}, {HINTS.get(error.code, error.reason)}")
        except (OSError, http.client.HTTPException, Damaged) as error:
            if getattr(error, "errno", None) == 28:
                raise Refused(f"{what}: the disk is full")
            problem = str(error) or type(error).__name__
        pause = min(max(pause, backoff * 2 ** attempt), LONGEST_PAUSE)
        say(f"{what}: {problem}, again in {pause:.0f} s")
        time.sleep(pause)
    sys.exit(f"{what}: given up after {TRIES} tries")

def listing():
    path = f"/api/models/{repository}/revision/{urllib.parse.quote(revision, safe='')}"
    with get(endpoint + path + "?blobs=true") as answer:
        return json.load(answer)

def wanted(name):
    matches = [
        pattern for pattern in patterns
        if name.count("/") == pattern.count("/") and fnmatch.fnmatch(name, pattern.lstrip("!"))
    ]
    return bool(matches) and not any(pattern.startswith("!") for pattern in matches)

def digest(path, file):
    lfs = file.get("lfs")
    if not lfs and not file.get("blobId"):
        return None, None
    seen = hashlib.sha256() if lfs else hashlib.sha1(b"blob %d\\0" % file["size"])
    with open(path, "rb") as data:
        while chunk := data.read(CHUNK):
            seen.update(chunk)
    return seen.hexdigest(), lfs["sha256"] if lfs else file["blobId"]

def size_of(path):
    return os.path.getsize(path) if os.path.exists(path) else 0

def paths(file):
    name = file["rfilename"]
    if os.path.isabs(name) or ".." in name.split("/"):
        raise Refused(f"the hub names a file outside of its folder: {name}")
    target = os.path.join(folder, name)
    return target, target + ".part"

def is_whole(file):
    target, _ = paths(file)
    return os.path.exists(target) and os.path.getsize(target) == file["size"]

def fetch(file):
    target, part = paths(file)
    if size_of(part) > file["size"]:
        os.remove(part)
    start = size_of(part)
    if start < file["size"] or start == 0:
        url = f"{endpoint}/{repository}/resolve/{revision}/{urllib.parse.quote(file['rfilename'])}"
        with get(url, start) as answer:
            resumed = start > 0 and answer.status == 206
            with open(part, "ab" if resumed else "wb") as out:
                shutil.copyfileobj(answer, out, CHUNK)
                out.flush()
                os.fsync(out.fileno())
    if size_of(part) != file["size"]:
        raise Damaged(f"{size_of(part)} of {file['size']} bytes")
    found, expected = digest(part, file)
    if found != expected:
        os.remove(part)
        raise Damaged(f"checksum {found} is not {expected}")
    os.replace(part, target)

def download(file):
    if is_whole(file):
        return
    os.makedirs(os.path.dirname(paths(file)[0]), exist_ok=True)
    patiently(file["rfilename"], lambda: fetch(file))
    say(f"{file['rfilename']}: {file['size']} bytes")

def require_space(files):
    missing = sum(file["size"] - size_of(paths(file)[1]) for file in files if not is_whole(file))
    root = os.path.dirname(folder)
    free = shutil.disk_usage(root).free
    if missing <= free:
        return
    others = sorted(each for each in os.listdir(root) if os.path.join(root, each) != folder)
    raise Refused(
        f"{missing / 2**30:.1f} GiB are missing and {free / 2**30:.1f} GiB are free: enlarge the "
        f"volume, or delete what no pod reads any more of {', '.join(others) or 'nothing else'}"
    )

def complete():
    try:
        with open(marker) as file:
            return json.load(file)
    except (OSError, ValueError):
        return None

def main():
    claimed = {"repository": repository, "revision": revision, "patterns": patterns}
    if complete() == claimed:
        say("complete already")
        return
    found = patiently(repository, listing)
    if found.get("sha", revision) != revision:
        raise Refused(f"revision {revision} is {found['sha']} to the hub: state that")
    files = [file for file in found["siblings"] if wanted(file["rfilename"])]
    if any("size" not in file for file in files):
        raise Refused(f"{endpoint} tells no sizes, so nothing could be checked")
    if not any(file.get("lfs") for file in files):
        raise Refused(f"no weights match {' '.join(patterns)}")
    os.makedirs(folder, exist_ok=True)
    require_space(files)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(download, files))
    with open(marker + ".part", "w") as out:
        json.dump(claimed, out)
        out.flush()
        os.fsync(out.fileno())
    os.replace(marker + ".part", marker)
    say(f"complete: {len(files)} files, {sum(file['size'] for file in files)} bytes")

try:
    main()
except Refused as error:
    print(error, file=sys.stderr)
    print("once that is mended, delete the Job and apply it again", file=sys.stderr)
    sys.exit(2)
`.trimStart();
