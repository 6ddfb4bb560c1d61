// Sums such as 0.1 + 0.2 must not cost a whole unit when rounded up.
const slack = 1e-6;

const factors: Readonly<Record<string, number>> = {
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/** Memory or disk in whole GiB, below one GiB in whole MiB, rounded up: 63.2 is `64Gi`. */
export function gibibytes(amount: number): string {
  const mebibytes = roundUp(amount * 1024);
  if (mebibytes === 0) return '0';
  return mebibytes < 1024 ? `${mebibytes}Mi` : `${roundUp(amount)}Gi`;
}

/** CPU in whole cores or else in thousandths, rounded up: 0.5 is `500m`. */
export function cores(amount: number): string {
  const thousandths = roundUp(amount * 1000);
  return thousandths % 1000 === 0 ? String(thousandths / 1000) : `${thousandths}m`;
}

/** A quantity in its base unit (bytes, cores, count); nothing for what the API would refuse. */
export function parseQuantity(text: string): number | undefined {
  const match = /^([+-]?(?:\d+\.?\d*|\.\d+))(?:([eE][+-]?\d+)|(m|k|[MGTPE]i?|Ki))?$/.exec(
    text.trim(),
  );
  if (!match) return undefined;
  const [, digits, exponent = '', suffix = ''] = match;
  return Number(`${digits}${exponent}`) * factors[suffix];
}

/** A quantity of bytes in GiB. */
export function parseGibibytes(text: string): number | undefined {
  const bytes = parseQuantity(text);
  return bytes === undefined ? undefined : bytes / factors.Gi;
}

function roundUp(amount: number): number {
  return Math.max(0, Math.ceil(amount - slack));
}
