/**
 * `end_server()`: ends the container's server at once, for when nothing can be lost.
 *
 * PID 1 ignores SIGKILL from inside its namespace, and SIGTERM too until it has a handler; while
 * loading vLLM loses a SIGTERM even then. What it cannot ignore is the SIGKILL that the kernel
 * itself sends to a process whose CPU time is over: the limit is set below what an import has
 * used, and takes effect when PID 1 runs next. Where a sandbox does not keep that limit, killing
 * the children makes the server fail and exit within 6 s; before there are children, only Python's
 * own SIGINT handler ends it, and one may be swallowed. A child killed a moment ago means that the
 * exit is under way: SIGINT would slow it down.
 * When PID 1 is not the server (shared PID namespace, a shell, an init), nothing is touched.
 */
export const endServer = `
def read(path):
    with open(path, "rb") as file:
        return file.read()

def kill_children(titles=(b"",)):
    killed = False
    spared = 1, os.getpid(), os.getppid()
    for pid in (int(path[6:]) for path in glob.glob("/proc/[0-9]*")):
        try:
            if pid in spared or not read(f"/proc/{pid}/cmdline").startswith(titles):
                continue
            if b") Z" not in read(f"/proc/{pid}/stat"):
                os.kill(pid, signal.SIGKILL)
                killed = True
        except OSError:
            pass  # gone in between
    return killed

def is_server():
    command = read("/proc/1/cmdline").lower()
    program = os.path.basename(command.split(b"\\0")[0])
    return program.startswith((b"python", b"vllm")) and b"vllm" in command

def end_server():
    if not is_server():
        return
    try:
        import resource
        resource.prlimit(1, resource.RLIMIT_CPU, (1, 1))
    except (ImportError, OSError, ValueError):
        pass  # not here, or not allowed
    last_kill = None
    for _ in range(60):
        now = time.monotonic()
        if kill_children():
            last_kill = now
        if last_kill is None or now - last_kill > 4:
            os.kill(1, signal.SIGINT)
        time.sleep(0.25)
`.trim();
