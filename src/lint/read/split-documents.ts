/** One document of a file, as text, and the line it begins on, from 0. */
export interface DocumentText {
  readonly text: string;
  readonly firstLine: number;
}

// At the first column these lines are marks even inside of block scalars, so no parser is needed.
const MARK = /^(?:---|\.\.\.)(?=[ \t\r\n]|$)/gm;

/** The documents of a YAML file; comments and directives before a document are part of it. */
export function splitDocuments(text: string): readonly DocumentText[] {
  const documents: DocumentText[] = [];
  let from = 0;
  let line = 0;
  const end = (to: number, always: boolean): void => {
    const part = text.slice(from, to);
    if (!always && !hasContent(part)) return;
    documents.push({ text: part, firstLine: line });
    line += lineBreaks(part);
    from = to;
  };
  for (const mark of text.matchAll(MARK)) {
    // The second of two marks ends an empty document.
    const isBetween = mark.index > from && text.startsWith('---', from);
    end(mark.index, isBetween && mark[0] === '---');
    if (mark[0] === '...') {
      const rest = text.indexOf('\n', mark.index);
      const next = rest < 0 ? text.length : rest + 1;
      line += lineBreaks(text.slice(from, next));
      from = next;
    }
  }
  end(text.length, false);
  return documents;
}

function hasContent(part: string): boolean {
  return /^(?!---[ \t\r]*$)(?![ \t]*(?:#|\r?$)|%)/m.test(part.replace(/^---[ \t]*(?=\S)/, ' '));
}

function lineBreaks(part: string): number {
  let count = 0;
  for (let at = part.indexOf('\n'); at >= 0; at = part.indexOf('\n', at + 1)) count++;
  return count;
}
