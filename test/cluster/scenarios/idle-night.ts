import { steps } from '../engines/load';
import { disagreements, syncsOf } from '../world/autoscaler';
import { Example } from '../world/example';
import { Sampler } from '../world/sampler';
import { stand } from '../world/stand';
import { Findings, type Scenario, seconds } from './scenario';

const BUSY = 7;
const SILENT_AT = 150;

/** A night without a request: gauges at zero, and no rate to divide by. */
export const idleNight: Scenario = {
  name: 'idle-night',
  expected:
    'no request at all: at the minimum after the window as src/kube computes it, never a fallback',
  run: async (world) => {
    const findings = new Findings();
    const example = Example.of('small-8b').into('idle-night');
    const service = await stand(world, example, { lane: 'idle-night', machines: 1 });
    world.load(service, steps([0, BUSY], [SILENT_AT, 0]));
    const fallback = new Sampler(5, () => world.isFallback(service));
    await world.cluster.until('the maximum', SILENT_AT, async () => {
      return (await world.replicas(service)) === service.maxReplicas;
    });
    const limit = SILENT_AT + service.downWindowSeconds + 60;
    const took = await world.cluster.until('the minimum', limit, async () => {
      return (await world.replicas(service)) === service.minReplicas;
    });
    findings.note(`${service.maxReplicas} → ${service.minReplicas} after ${took} s`);
    await seconds(20); // the pass that brought it there is over with the next one
    const syncs = await syncsOf(world, service);
    const wrong = disagreements(syncs, service);
    findings.check(wrong.length === 0, `${syncs.length} passes, ${wrong.length} differ ${wrong}`);
    const times = fallback.stop();
    findings.check(
      times.every((is) => !is),
      `fallback in ${times.filter(Boolean).length} of ${times.length} looks`,
    );
    return findings.text;
  },
};
