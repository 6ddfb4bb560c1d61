/** Whether a process of this user has the id. */
export function isAlive(pid: number): boolean {
  if (!(pid > 0)) return false; // 0 would be this process and its group
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
