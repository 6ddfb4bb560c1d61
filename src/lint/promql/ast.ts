/** PromQL as rules look at it; places are offsets in the text of the query. */
export type Expr =
  | NumberLiteral
  | StringLiteral
  | Selector
  | Subquery
  | Call
  | Aggregation
  | Binary
  | Unary;

export interface Span {
  readonly from: number;
  readonly to: number;
}

/** `by (pod)`, `on (pod)` … with the place of the whole clause. */
export interface Labels<Mode extends string> extends Span {
  readonly mode: Mode;
  readonly labels: readonly string[];
}

export interface NumberLiteral extends Span {
  readonly kind: 'number';
  readonly value: number;
}

export interface StringLiteral extends Span {
  readonly kind: 'string';
  readonly value: string;
}

/** `name{matchers}`, with a range `name[5m]` where `rangeSeconds` is given. */
export interface Selector extends Span {
  readonly kind: 'selector';
  /** Also of `{__name__="…"}`; absent where only a pattern of names is given. */
  readonly name?: string;
  readonly matchers: readonly Matcher[];
  readonly rangeSeconds?: number;
  readonly offsetSeconds?: number;
}

export interface Matcher extends Span {
  readonly label: string;
  readonly op: '=' | '!=' | '=~' | '!~';
  readonly value: string;
}

/** `expr[1h:5m]` */
export interface Subquery extends Span {
  readonly kind: 'subquery';
  readonly of: Expr;
  readonly rangeSeconds: number;
}

export interface Call extends Span {
  readonly kind: 'call';
  readonly func: string;
  readonly args: readonly Expr[];
}

export interface Aggregation extends Span {
  readonly kind: 'aggregation';
  /** `sum`, `avg`, `count`, `max`, `min`, `topk`, `quantile` … */
  readonly op: string;
  readonly of: Expr;
  /** Of `topk`, `quantile` and `count_values`. */
  readonly parameter?: Expr;
  readonly grouping?: Labels<'by' | 'without'>;
}

export interface Binary extends Span {
  readonly kind: 'binary';
  /** `+`, `/`, `>`, `and`, `or`, `unless` … */
  readonly op: string;
  readonly left: Expr;
  readonly right: Expr;
  /** Comparisons with `bool` answer 0 or 1 and drop nothing. */
  readonly isBool: boolean;
  readonly matching?: Labels<'on' | 'ignoring'>;
  readonly group?: 'left' | 'right';
  /** Of `group_left (node)`: labels taken over from the side of one. */
  readonly include?: readonly string[];
}

export interface Unary extends Span {
  readonly kind: 'unary';
  readonly op: '-' | '+';
  readonly of: Expr;
}
