import { type RateCurve, ramp as rising } from '../engines/load';
import { disagreements, type Sync, syncsOf } from '../world/autoscaler';
import { Example, type Service } from '../world/example';
import { Sampler } from '../world/sampler';
import { stand } from '../world/stand';
import type { World } from '../world/world';
import { coldStartSeconds, needed } from './plan';
import { Findings, type Scenario, seconds } from './scenario';

/** Requests a second: half of the mean that the plan was made for, and two and a half times it. */
const LOW = 20;
const HIGH = 100;
const RISE_SECONDS = 300;
const FALL_AT = 560;
const LONGEST = 1320;

const curve: RateCurve = (at) => (at < FALL_AT ? rising(LOW, HIGH, RISE_SECONDS)(at) : LOW);

/** The whole loop, in real time and with the windows as rendered. */
export const ramp: Scenario = {
  name: 'ramp',
  expected:
    '20 → 100 → 20 requests/s: every pass of the autoscaler as src/kube computes it, at most one replica more than random arrivals need, no reversal on the way down, nothing lost',
  run: async (world) => {
    // Caches and placeholders have scenarios of their own.
    const example = Example.of('fast-cold-start').without('Deployment', 'Job', 'DaemonSet');
    const service = await stand(world, example, { lane: 'ramp', machines: 10 });
    await world.stages.pace(service.namespace, service.name, { load: coldStartSeconds(service) });
    world.load(service, curve);
    const fallback = new Sampler(5, () => world.isFallback(service));
    await seconds(FALL_AT);
    await world.cluster.until('the minimum again', LONGEST - FALL_AT, async () => {
      return (await world.replicas(service)) === service.minReplicas;
    });
    await seconds(20); // the pass that brought it there is over with the next one
    const findings = new Findings();
    judge(world, service, await syncsOf(world, service), findings);
    const looks = fallback.stop();
    findings.note(`a fallback in ${looks.filter(Boolean).length} of ${looks.length} looks`);
    return findings.text;
  },
};

function judge(world: World, service: Service, syncs: readonly Sync[], findings: Findings): void {
  const wrong = disagreements(syncs, service);
  findings.check(wrong.length === 0, `${syncs.length} passes, ${wrong.length} differ ${wrong}`);
  const blind = syncs.filter(({ value }) => value === undefined).length;
  findings.note(`${blind} without a value, as while new pods are not yet scraped`);
  const written = syncs.map((sync) => sync.written);
  const peak = Math.max(...written);
  const most = needed(service, HIGH);
  const isEnough = written[0] < peak && peak >= most;
  findings.check(isEnough && peak <= most + 1, `peak ${peak} where ${most} are needed`);
  const falls = written.slice(written.indexOf(peak));
  const isFalling = falls.every((replicas, place) => place === 0 || replicas <= falls[place - 1]);
  findings.check(isFalling, `down ${[...new Set(falls)].join(' → ')}`);
  const { lost, refused } = world.engines.history(service.namespace, service.name).slice(-1)[0];
  findings.check(lost === 0 && refused === 0, `${lost} lost, ${refused} refused`);
}
