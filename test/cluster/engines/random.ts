const NORMAL_P95 = 1.645;

/** Mulberry32: small, seeded, the same on every machine. */
export class Random {
  public constructor(public seed: number) {}

  /** 0 ≤ x < 1. */
  public uniform(): number {
    this.seed = (this.seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.seed ^ (this.seed >>> 15), 1 | this.seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  public exponential(mean: number): number {
    return -mean * Math.log(1 - this.uniform());
  }

  /** 1, 2, 3 …: its 99th percentile is 4.6 means, near the tail that plans assume of answers. */
  public geometric(mean: number): number {
    if (mean <= 1) return 1;
    return 1 + Math.floor(Math.log(1 - this.uniform()) / Math.log(1 - 1 / mean));
  }

  public logNormal(mean: number, p95: number): number {
    const room = NORMAL_P95 ** 2 - 2 * Math.log(Math.max(1, p95 / mean));
    const sigma = NORMAL_P95 - Math.sqrt(Math.max(0, room));
    const normal = Math.sqrt(this.exponential(2)) * Math.cos(2 * Math.PI * this.uniform());
    return mean * Math.exp(sigma * normal - sigma ** 2 / 2);
  }
}
