import type { Arithmetic } from '../finding';
import { type Asked, ask } from './ask';
import { type FleetState, fleetState, type Load } from './fleet-state';
import type { ScalingQuery } from './scaling-query';

/** Three digits are enough to see a ratio. */
export function rounded(value: number): number {
  return Number(value.toPrecision(3));
}

/** The part of the assumptions that a reader has to know, as a clause; empty for a plan's numbers. */
export function assuming({ model }: ScalingQuery): string {
  return model.assumed.length > 0 ? ` (assumed: ${model.assumed.join(', ')})` : '';
}

/** What a query asks for in some states, as a table. */
export function askedTable(query: ScalingQuery, states: readonly Load[]): Arithmetic {
  return {
    columns: ['replicas', 'load', 'waiting each', 'value read', 'asks for'],
    rows: states.map((load) => {
      const state = fleetState(query.model, load);
      return [load.replicas, `${load.load}×`, Math.round(state.waiting), ...told(query, state)];
    }),
  };
}

function told({ question }: ScalingQuery, state: FleetState): (number | string)[] {
  const answer: Asked = question ? ask(question, state) : { kind: 'unknown' };
  return answer.kind === 'replicas' ? [rounded(answer.value), answer.replicas] : ['-', '-'];
}
