/** How one text becomes another, line by line, in the form of `diff -u` without its head. */
export function lineDiff(from: string, to: string, context = 2): string[] {
  const all = edits(from.trimEnd().split('\n'), to.trimEnd().split('\n'));
  const near = all.map((_, i) =>
    all.slice(Math.max(0, i - context), i + context + 1).some((line) => !line.startsWith(' ')),
  );
  return all.flatMap((line, i) => {
    if (near[i]) return [line];
    return i > 0 && near[i - 1] ? ['…'] : [];
  });
}

function edits(from: readonly string[], to: readonly string[]): string[] {
  const common = longestCommon(from, to);
  const lines: string[] = [];
  let [i, j] = [0, 0];
  while (i < from.length || j < to.length) {
    if (i < from.length && from[i] === to[j]) {
      lines.push(` ${from[i]}`);
      i++;
      j++;
    } else if (j >= to.length || (i < from.length && common[i + 1][j] >= common[i][j + 1])) {
      lines.push(`-${from[i++]}`);
    } else lines.push(`+${to[j++]}`);
  }
  return lines;
}

/** Lengths of the longest common subsequence of the rests from each pair of lines on. */
function longestCommon(from: readonly string[], to: readonly string[]): number[][] {
  const lengths = Array.from({ length: from.length + 1 }, () => new Array(to.length + 1).fill(0));
  for (let i = from.length - 1; i >= 0; i--) {
    for (let j = to.length - 1; j >= 0; j--) {
      lengths[i][j] =
        from[i] === to[j]
          ? lengths[i + 1][j + 1] + 1
          : Math.max(lengths[i + 1][j], lengths[i][j + 1]);
    }
  }
  return lengths;
}
