import { type Leaving, leavings } from '../drain/leaving';
import type { Problem } from '../finding';
import type { Rule } from '../rule';
import { counted } from '../service/titles';

export const serverIsFirstProcess: Rule = {
  id: 'R46',
  name: 'server-is-first-process',
  severity: 'error',
  sentence: 'The server gets the SIGTERM of the kubelet.',
  why: 'The kubelet signals the first process of a container only. A shell there passes nothing on, and as PID 1 it ignores SIGTERM itself: the server serves on until SIGKILL at the end of the grace period, which cuts what then runs, and every pod that leaves takes its whole grace.',
  fix: 'write exec before the server in the script, or run it without a shell',
  source:
    'kubernetes pod-lifecycle; kernel pid_namespaces(7): signals of PID 1; dash 0.5.12 and bash 5.2, tried',
  check: (view) => leavings(view).flatMap(problems),
};

function problems({ server, grace, hook, flagSeconds, service }: Leaving): Problem[] {
  if (!server.isBehindShell || passesOn(server.script ?? '')) return [];
  const path = [...server.path, server.content.args === undefined ? 'command' : 'args'];
  const isPolled = hook?.pollsGauges === true;
  const gpus = service.gpusPerReplica;
  const held = gpus > 0 ? `holds ${counted(gpus, 'GPU')}` : 'stays';
  const drain = flagSeconds > 0 ? `, --shutdown-timeout=${flagSeconds} never counts` : '';
  return [
    {
      object: server.object,
      path,
      severity: isPolled || service.scalers.length === 0 ? 'warning' : 'error',
      message: `a shell is PID 1 and passes no SIGTERM on${drain}: a pod that leaves ${isPolled ? '' : 'is cut off and '}${held} until SIGKILL at ${grace.value} s`,
      arithmetic: {
        columns: ['after the deletion', 's'],
        rows: [
          ['SIGTERM, to the shell only', hook?.leastSeconds ?? 0],
          ['SIGKILL', grace.value],
        ],
      },
    },
  ];
}

/** `trap 'kill -TERM $PID' TERM` and a wait. */
function passesOn(script: string): boolean {
  return script.split('\n').some((line) => /\btrap\b/.test(line) && /\b(?:SIG)?TERM\b/.test(line));
}
