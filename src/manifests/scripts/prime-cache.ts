import { askServer, completeOneToken } from './ask-server';

/**
 * Fills a compile cache: `PORT BUDGET STRICT FROM TO MODEL COMMAND…`.
 *
 * The engine compiles what its first start and its first completion need, in the environment and
 * with the arguments that serving pods have. With STRICT 1 a second start has to load it: a cache
 * that nobody can load would otherwise be found out by the fleet. Last, FROM is copied to TO where
 * the pods do not share one folder: written beside and renamed, so that no copy is ever half.
 */
export const primeCacheScript = `
import http.client, json, os, shutil, signal, subprocess, sys, time

port, budget, strict = int(sys.argv[1]), float(sys.argv[2]), sys.argv[3] == "1"
cache, seed, model, command = sys.argv[4], sys.argv[5], sys.argv[6], sys.argv[7:]

${askServer}

${completeOneToken}

def stop(server):
    for number, patience in ((signal.SIGTERM, 30), (signal.SIGKILL, 30)):
        try:
            os.killpg(server.pid, number)
            server.wait(patience)
        except (ProcessLookupError, subprocess.TimeoutExpired):
            pass
    time.sleep(2)  # the driver takes a moment to give the memory back

def start(doing, **variables):
    server = subprocess.Popen(command, env={**os.environ, **variables}, start_new_session=True)
    signal.signal(signal.SIGTERM, lambda *_: (stop(server), sys.exit("ended from outside")))
    began = time.monotonic()
    try:
        while ask("/health", 5)[0] != 200:
            if server.poll() is not None:
                sys.exit(f"the server ended with {server.returncode} while {doing}")
            if time.monotonic() - began > budget:
                sys.exit(f"the server was not up within {budget:.0f} s while {doing}")
            time.sleep(1)
        complete(model, budget)
        return time.monotonic() - began
    finally:
        stop(server)

print(f"compiled: up in {start('compiling'):.0f} s", flush=True)
if strict:
    print(f"loaded: up in {start('loading what it had compiled', VLLM_FORCE_AOT_LOAD='1'):.0f} s", flush=True)
if seed:
    beside = f"{seed}.{os.getpid()}.{time.time_ns()}"
    shutil.copytree(cache, beside)
    shutil.rmtree(seed, ignore_errors=True)
    os.rename(beside, seed)
    print(f"kept in {seed}", flush=True)
`.trimStart();

/** Copies a filled cache, where there is one: `FROM TO`. */
export const copySeedScript = `
import os, shutil, sys

seed, cache = sys.argv[1], sys.argv[2]
if os.path.isdir(seed):
    shutil.copytree(seed, cache, dirs_exist_ok=True)
else:
    print(f"{seed} is not filled yet: the engine compiles for itself", flush=True)
`.trimStart();
