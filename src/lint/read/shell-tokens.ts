/** What ends a simple command: `;` for a line break too, empty for the end of the script. */
export type ShellEnd = '' | ';' | '&' | '&&' | '||' | '|';

/** Words, what ends a command, and that something is redirected. */
export type ShellToken =
  | { readonly kind: 'word'; readonly text: string }
  | { readonly kind: 'end'; readonly text: ShellEnd | '(' | ')' }
  | { readonly kind: 'redirect' };

/** Splits a script; variables are replaced by what is known of them, else left as written. */
export function shellTokens(
  script: string,
  variables: ReadonlyMap<string, string>,
): readonly ShellToken[] {
  return new Scanner(script, variables).tokens();
}

class Scanner {
  #at = 0;
  readonly #tokens: ShellToken[] = [];
  /** Here-documents whose text begins after this line. */
  #waiting: { readonly delimiter: string; readonly stripsTabs: boolean }[] = [];

  public constructor(
    private readonly script: string,
    private readonly variables: ReadonlyMap<string, string>,
  ) {}

  public tokens(): readonly ShellToken[] {
    while (this.#at < this.script.length) this.#next();
    return this.#tokens;
  }

  #next(): void {
    const char = this.script[this.#at];
    if (char === '\n') {
      this.#at++;
      this.#skipHereDocuments();
      this.#end(';');
    } else if (/\s/.test(char)) this.#at++;
    else if (char === '\\' && /^\\\r?\n/.test(this.script.slice(this.#at, this.#at + 3))) {
      this.#at = this.script.indexOf('\n', this.#at) + 1;
    } else if (char === '#') this.#at = lineEnd(this.script, this.#at);
    else if (!this.#operator()) this.#tokens.push({ kind: 'word', text: this.#word() });
  }

  #end(text: Extract<ShellToken, { kind: 'end' }>['text']): void {
    this.#tokens.push({ kind: 'end', text });
  }

  #operator(): boolean {
    const rest = this.script.slice(this.#at, this.#at + 64);
    const redirect = /^(?:\d*(?:<<<|<<-?|[<>]&[-\d]*|&?>>?\|?|<>?)|&>>?)/.exec(rest);
    if (redirect && redirect[0] !== '&') {
      this.#at += redirect[0].length;
      this.#redirect(redirect[0]);
      return true;
    }
    const operator = /^(?:&&|\|\||;;|\|&|[;&|()])/.exec(rest)?.[0];
    if (operator === undefined) return false;
    this.#at += operator.length;
    this.#end((operator === ';;' ? ';' : operator === '|&' ? '|' : operator) as ';');
    return true;
  }

  #redirect(operator: string): void {
    this.#tokens.push({ kind: 'redirect' });
    if (/[<>]&[-\d]+$/.test(operator)) return;
    while (/[ \t]/.test(this.script[this.#at] ?? '')) this.#at++;
    if (/^[\n;&|()]?$/.test(this.script[this.#at] ?? '')) return;
    const delimiter = this.#word();
    if (/<<-?$/.test(operator)) {
      this.#waiting.push({ delimiter, stripsTabs: operator.endsWith('-') });
    }
  }

  #skipHereDocuments(): void {
    for (const { delimiter, stripsTabs } of this.#waiting) {
      while (this.#at < this.script.length) {
        const end = lineEnd(this.script, this.#at);
        const line = this.script.slice(this.#at, end).replace(/\r$/, '');
        this.#at = end + 1;
        if ((stripsTabs ? line.replace(/^\t+/, '') : line) === delimiter) break;
      }
    }
    this.#waiting = [];
  }

  #word(): string {
    let word = '';
    while (this.#at < this.script.length) {
      const char = this.script[this.#at];
      if (/[\s;&|()<>]/.test(char)) break;
      if (char === "'") word += this.#singleQuoted();
      else if (char === '"') word += this.#doubleQuoted();
      else if (char === '\\') word += this.#escaped();
      else if (char === '$' || char === '`') word += this.#expansion();
      else {
        word += char;
        this.#at++;
      }
    }
    return word;
  }

  #singleQuoted(): string {
    const end = endOf(this.script, "'", this.#at + 1);
    const inside = this.script.slice(this.#at + 1, end);
    this.#at = end + 1;
    return inside;
  }

  #doubleQuoted(): string {
    let inside = '';
    this.#at++;
    while (this.#at < this.script.length && this.script[this.#at] !== '"') {
      const char = this.script[this.#at];
      if (char === '\\' && /["\\$`\n]/.test(this.script[this.#at + 1] ?? '')) {
        inside += this.#escaped();
      } else if (char === '$' || char === '`') inside += this.#expansion();
      else {
        inside += char;
        this.#at++;
      }
    }
    this.#at++;
    return inside;
  }

  #escaped(): string {
    const next = this.script.slice(this.#at + 1, this.#at + 3);
    const isContinued = /^\r?\n/.test(next);
    this.#at += isContinued && next.startsWith('\r') ? 3 : 2;
    return isContinued ? '' : next.slice(0, 1);
  }

  #expansion(): string {
    const rest = this.script.slice(this.#at, this.#at + 256);
    const name = /^\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)(?::?-([^{}$`]*))?\})/.exec(rest);
    if (name) {
      this.#at += name[0].length;
      return this.variables.get(name[1] ?? name[2]) ?? name[3] ?? name[0];
    }
    const end = this.#expansionEnd();
    const whole = this.script.slice(this.#at, end);
    this.#at = end;
    return whole;
  }

  /** After `$(…)`, `${…}` and `` `…` ``, which are kept as they are written. */
  #expansionEnd(): number {
    const { script } = this;
    if (script[this.#at] === '`') return endOf(script, '`', this.#at + 1) + 1;
    const open = script[this.#at + 1];
    if (open !== '(' && open !== '{') return this.#at + 1;
    const close = open === '(' ? ')' : '}';
    let depth = 0;
    for (let at = this.#at + 1; at < script.length; at++) {
      if (script[at] === open) depth++;
      if (script[at] === close && --depth === 0) return at + 1;
    }
    return script.length;
  }
}

function lineEnd(script: string, from: number): number {
  return endOf(script, '\n', from);
}

function endOf(script: string, mark: string, from: number): number {
  const end = script.indexOf(mark, from);
  return end < 0 ? script.length : end;
}
