/**
 * llm-compressor writes `re:` before a regular expression that matches from the start, ModelOpt
 * writes globs, and the rest names modules by whole segments of their path: a `gate` in the list
 * is the router and no `gate_proj`.
 */
export function moduleTest(patterns: readonly string[]): (module: string) => boolean {
  if (patterns.length === 0) return () => false;
  const isNamed = nameTest(patterns.filter((each) => !isExpression(each)));
  const tests = patterns
    .filter(isExpression)
    .map(compile)
    .filter((each) => each !== undefined);
  return (module) => tests.some((test) => test.test(module)) || isNamed(module);
}

/** More names than these are found faster by the parts of a path: GLM-5-FP8 lists 712. */
const FEW = 50;

function nameTest(names: readonly string[]): (module: string) => boolean {
  if (names.length > FEW) {
    const known = new Set(names);
    return (module) => subpaths(module).some((path) => known.has(path));
  }
  const dotted = names.map((name) => `.${name}.`);
  return (module) => {
    const path = `.${module}.`;
    return dotted.some((name) => path.includes(name));
  };
}

function isExpression(pattern: string): boolean {
  return pattern.startsWith('re:') || pattern.includes('*');
}

function subpaths(module: string): readonly string[] {
  const segments = module.split('.');
  return segments.flatMap((_, start) =>
    segments.slice(start).map((__, length) => segments.slice(start, start + length + 1).join('.')),
  );
}

function compile(pattern: string): RegExp | undefined {
  if (pattern.startsWith('re:')) return expression(`^(?:${pattern.slice(3)})`);
  const segments = pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '.*');
  return expression(`(?:^|\\.)${segments}(?:$|\\.)`);
}

/** Patterns are written for Python: one that JavaScript cannot read ignores nothing. */
function expression(source: string): RegExp | undefined {
  try {
    return new RegExp(source);
  } catch {
    return undefined;
  }
}
