import { shellCommands } from '../../../src/lint/read/shell-commands';

const words = (script: string, variables: Record<string, string> = {}) =>
  shellCommands(script, new Map(Object.entries(variables))).map((command) => command.words);

test('quotes, escapes and continued lines make words', () => {
  expect(words(`a 'b c' "d \\"e\\"" f\\ g \\\n  h'i'"j"`)).toEqual([
    ['a', 'b c', 'd "e"', 'f g', 'hij'],
  ]);
});

test('known variables are replaced, defaults taken, and the rest kept', () => {
  const script = `a $B \${B}c "\${D:-e f}" \${G-h} $I $(date +%s) \`x y\` $1`;
  expect(words(script, { B: 'b' })).toEqual([
    ['a', 'b', 'bc', 'e f', 'h', '$I', '$(date +%s)', '`x y`', '$1'],
  ]);
  expect(words("'$B'", { B: 'b' })).toEqual([['$B']]);
});

test('operators and lines end commands, comments are none', () => {
  expect(words('a; b && c || d | e & f # g\n# h\ni')).toEqual([
    ['a'],
    ['b'],
    ['c'],
    ['d'],
    ['e'],
    ['f'],
    ['i'],
  ]);
  expect(shellCommands('a && b | c &').map(({ end }) => end)).toEqual(['&&', '|', '&']);
});

test('redirections are no words', () => {
  expect(shellCommands('a 2>&1 > /data/x <y b')).toMatchObject([
    { words: ['a', 'b'], isRedirected: true },
  ]);
});

test('the text of a here-document is no command', () => {
  expect(words("cat <<'EOF' > x\nvllm serve\nEOF\nb")).toEqual([['cat'], ['b']]);
  expect(words('cat <<-EOF\n\tx\n\tEOF\nb')).toEqual([['cat'], ['b']]);
});

test('commands inside of conditions, loops and groups are nested', () => {
  const script = 'if a; then b; else c; fi\nfor i in 1 2; do d; done\n(e; f)\n{ g; }\nh';
  expect(shellCommands(script).map((command) => [command.words[0], command.isNested])).toEqual([
    ['a', true],
    ['b', true],
    ['c', true],
    ['d', true],
    ['e', true],
    ['f', true],
    ['g', true],
    ['h', false],
  ]);
});

test('what eval is given is run', () => {
  expect(words('eval "exec vllm serve $M" --port 1', { M: 'm' })).toEqual([
    ['exec', 'vllm', 'serve', 'm', '--port', '1'],
  ]);
});

test('branches are blocks of their own, and only bodies of loops run again', () => {
  const script = 'a; if b; then c; d; else e; fi; while f; do g; if h; then i; fi; j; done; k';
  const seen = shellCommands(script).map(({ words: [word], block, isLooped }) => [
    word,
    block,
    isLooped,
  ]);
  expect(seen).toEqual([
    ['a', 0, false],
    ['b', 1, false],
    ['c', 2, false],
    ['d', 2, false],
    ['e', 3, false],
    ['f', 4, true],
    ['g', 5, true],
    ['h', 6, true],
    ['i', 7, true],
    ['j', 5, true],
    ['k', 0, false],
  ]);
});
