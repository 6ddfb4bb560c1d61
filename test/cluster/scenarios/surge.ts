import { steps } from '../engines/load';
import { disagreements, syncsOf } from '../world/autoscaler';
import { Example } from '../world/example';
import { stand } from '../world/stand';
import { coldStartSeconds } from './plan';
import { Findings, type Scenario, seconds } from './scenario';

const USUAL = 20;
const SURGE = 90;
const SURGE_AT = 30;

/** The old replicas cannot carry it, and for a whole cold start nobody comes to help. */
export const surge: Scenario = {
  name: 'surge',
  expected:
    '20 → 90 requests/s, thousands wait: the signal stays within all slots and the counted backlog, and one cold start does no more than double the fleet',
  run: async (world) => {
    const example = Example.of('chat-70b').into('surge');
    const service = await stand(world, example, { lane: 'surge', machines: 9 });
    const cold = coldStartSeconds(service);
    await world.stages.pace(service.namespace, service.name, { load: cold });
    world.load(service, steps([0, USUAL], [SURGE_AT, SURGE]));
    await seconds(SURGE_AT + cold);
    const findings = new Findings();
    const syncs = await syncsOf(world, service);
    const history = world.engines.history(service.namespace, service.name);
    const waiting = Math.max(...history.map((sample) => sample.waiting));
    findings.check(waiting > 1000, `${waiting} waited`);
    const { slots, counted } = limits(
      service.scaler.spec.triggers[0].metadata.query,
      service.request,
    );
    const cap = service.minReplicas * slots + counted;
    const signal = Math.max(...syncs.map(({ value = 0 }) => value));
    findings.check(signal <= cap, `signal ${Math.round(signal)} of at most ${cap}`);
    const most = Math.max(...syncs.map(({ written }) => written));
    const isBounded = most > service.minReplicas && most <= 2 * service.minReplicas;
    const unclamped = Math.ceil((service.minReplicas * slots + waiting) / service.target);
    findings.check(isBounded, `${service.minReplicas} → ${most} replicas (unclamped ${unclamped})`);
    const wrong = disagreements(syncs, service);
    findings.check(wrong.length === 0, `${syncs.length} passes, ${wrong.length} differ ${wrong}`);
    return findings.text;
  },
};

/** What one replica runs at once, and how much of a backlog the query counts. */
function limits(
  query: string,
  { engine }: { readonly engine?: { readonly maxNumSeqs?: number } },
): { slots: number; counted: number } {
  const [, counted] = /clamp_max\(sum\([^)]+\), (\d+)\)/.exec(query) ?? [];
  return { slots: engine?.maxNumSeqs ?? 0, counted: Number(counted) };
}
