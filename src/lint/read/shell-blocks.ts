const OPENING = new Set(['if', 'for', 'while', 'until', 'case', '{', 'select']);
const CLOSING = new Set(['fi', 'done', 'esac', '}']);
const NEXT = new Set(['then', 'else', 'elif', 'do']);
const LOOPS = new Set(['for', 'while', 'until']);

interface Block {
  readonly id: number;
  readonly isLoop: boolean;
}

/** The blocks around a place of a script: bodies of loops, branches of conditions, groups. */
export class ShellBlocks {
  #around: readonly Block[] = [];
  #opened = 0;

  /** Whether the word stands before a command and is none itself. */
  static isKeyword(word: string): boolean {
    return OPENING.has(word) || CLOSING.has(word) || NEXT.has(word);
  }

  pass(keyword: string): void {
    const last = this.#around.at(-1);
    if (OPENING.has(keyword)) this.#around = [...this.#around, this.#block(LOOPS.has(keyword))];
    else if (CLOSING.has(keyword)) this.#around = this.#around.slice(0, -1);
    else if (NEXT.has(keyword) && last) {
      this.#around = [...this.#around.slice(0, -1), this.#block(last.isLoop)];
    }
  }

  get depth(): number {
    return this.#around.length;
  }

  get isLooped(): boolean {
    return this.#around.some(({ isLoop }) => isLoop);
  }

  /** The innermost: 0 outside of all. */
  get id(): number {
    return this.#around.at(-1)?.id ?? 0;
  }

  #block(isLoop: boolean): Block {
    this.#opened += 1;
    return { id: this.#opened, isLoop };
  }
}
