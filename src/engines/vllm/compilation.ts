import type { Violation } from '../../violations';

const FLAG = '--compilation-config';

/** Parts of the compilation config that a prop states. */
const OWNED: Readonly<Record<string, string>> = {
  cudagraph_capture_sizes: "'cudagraphCaptureSizes'",
  max_cudagraph_capture_size: "'cudagraphCaptureSizes'",
  cudagraph_mode: "'optimizationLevel' or 'enforceEager'",
  mode: "'optimizationLevel' or 'enforceEager'",
  level: "'optimizationLevel' or 'enforceEager'",
};

/** Ways of writing it that the engine would not merge with the plan's own. */
const OTHER_FORMS = /^(--compilation-config|-cc|-O)(\.|$)|^-cc=|^-O/;

/** What a compilation config among extra arguments may not say, or not say like this. */
export function compilationViolations(arg: string, path: string): Violation[] {
  const whole = arg.replaceAll('_', '-').startsWith(`${FLAG}=`);
  if (!whole) {
    if (!OTHER_FORMS.test(arg)) return [];
    return [
      {
        path,
        value: arg,
        allowed: `one argument, ${FLAG}={…}, which is merged with the plan's`,
        fix: "write it as JSON; a level is the prop 'optimizationLevel'",
      },
    ];
  }
  const config = configOf(arg);
  if (!config) {
    return [{ path, value: arg, allowed: `${FLAG}= and a JSON object`, fix: 'quote its keys' }];
  }
  return Object.keys(config)
    .filter((key) => Object.hasOwn(OWNED, key))
    .map((key) => ({
      path,
      value: arg,
      allowed: `without ${key}, which the plan models`,
      fix: `use ${OWNED[key]}`,
    }));
}

/** One compilation config instead of several, of which the engine would take the last. */
export function mergedCompilation(args: readonly string[]): string[] {
  const configs = args.map(configOf);
  const first = configs.findIndex((config) => config !== undefined);
  if (configs.filter((config) => config !== undefined).length < 2) return [...args];
  const merged = JSON.stringify(Object.assign({}, ...configs));
  return args.flatMap((arg, i) => {
    if (i === first) return [`${FLAG}=${merged}`];
    return configs[i] ? [] : [arg];
  });
}

function configOf(arg: string): Readonly<Record<string, unknown>> | undefined {
  const at = arg.indexOf('=');
  if (arg.slice(0, Math.max(at, 0)).replaceAll('_', '-') !== FLAG) return undefined;
  try {
    const value: unknown = JSON.parse(arg.slice(at + 1));
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Readonly<Record<string, unknown>>) : undefined;
  } catch {
    return undefined;
  }
}
