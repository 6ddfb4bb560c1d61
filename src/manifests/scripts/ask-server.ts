/**
 * `ask(path, timeout, body)`: status and text of the pod's own server. Status 0: the port refuses,
 * so the server is still loading or gone; none: no answer in time, so it is busy.
 */
export const askServer = `
def ask(path, timeout, body=None):
    headers = {"Content-Type": "application/json"}
    if os.environ.get("VLLM_API_KEY"):
        headers["Authorization"] = "Bearer " + os.environ["VLLM_API_KEY"]
    try:
        server = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
        server.request("POST" if body else "GET", path, body, headers)
        answer = server.getresponse()
        return answer.status, answer.read().decode()
    except ConnectionRefusedError:
        return 0, ""
    except (OSError, http.client.HTTPException):
        return None, ""
`.trim();

/** `in_flight(names)`: the sum of request gauges over all ranks; none when they cannot be read. */
export const inFlight = String.raw`
def in_flight(names, timeout):
    status, text = ask("/metrics", timeout)
    gauges = re.findall(r"^vllm:num_requests_(?:" + names + r")\{[^}]*\} (\S+)$", text, re.M)
    return sum(map(float, gauges)) if status == 200 and gauges else None
`.trim();

/** `complete()`: fails the probe unless the model answers one token. */
export const completeOneToken = `
def complete(model, timeout):
    request = {"model": model, "prompt": "Hello", "max_tokens": 1}
    status, _ = ask("/v1/completions", timeout, json.dumps(request))
    # 4xx: a model without completions (speech, embeddings) has no other way to be tried
    if not status or status >= 500:
        sys.exit(f"a completion of one token ended with {status}")
`.trim();
