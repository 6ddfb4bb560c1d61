/** Reads something every few seconds, in the background, until it is stopped. */
export class Sampler<T> {
  readonly values: T[] = [];
  private readonly timer: NodeJS.Timeout;

  constructor(seconds: number, read: () => Promise<T>) {
    this.timer = setInterval(() => {
      read().then(
        (value) => this.values.push(value),
        () => undefined, // the next one may succeed
      );
    }, seconds * 1000).unref();
  }

  /** All that was read; fails when nothing was. */
  stop(): readonly T[] {
    clearInterval(this.timer);
    if (this.values.length === 0) throw new Error('nothing could be read in the meantime');
    return this.values;
  }
}
