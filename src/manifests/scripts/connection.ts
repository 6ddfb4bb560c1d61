/**
 * `connected(end)`: whether a TCP connection with `port` at that end is established, `LOCAL` for
 * clients of this pod and `REMOTE` for those that it holds to another.
 */
export const connected = `
LOCAL, REMOTE = 1, 2

def connected(end):
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        if not os.path.exists(table):
            continue
        with open(table) as lines:
            for row in map(str.split, list(lines)[1:]):
                if row[3] == "01" and int(row[end].split(":")[1], 16) == port:
                    return True
    return False
`.trim();
