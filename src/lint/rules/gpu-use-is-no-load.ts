import type { Problem } from '../finding';
import type { Rule } from '../rule';
import { scalingQueries } from '../signal/scaling-query';
import type { TriggerView } from '../view/scaler-view';
import type { LintView, ServiceView } from '../view/view';

export const gpuUseIsNoLoad: Rule = {
  id: 'R69',
  name: 'gpu-use-is-no-load',
  severity: 'warning',
  sentence: 'A service is not scaled by the utilisation of its GPUs.',
  why: 'DCGM counts the time in which any kernel runs. An engine that decodes runs one all the time: a single request shows nearly 100 %, and a full batch no more than that.',
  fix: 'scale by sum(vllm:num_requests_running{…} + vllm:num_requests_waiting{…}) with the target of one replica',
  source: 'NVIDIA DCGM field DCGM_FI_DEV_GPU_UTIL; vllm-project/vllm docs/design/metrics',
  check: (view) => view.scalers.flatMap((scaler) => scaler.triggers.flatMap(problemsIn(view))),
};

const NAME = /DCGM_FI_(DEV_GPU_UTIL|PROF_GR_ENGINE_ACTIVE)|nvidia_gpu_duty_cycle|duty_cycle/;

function problemsIn(view: LintView): (trigger: TriggerView) => Problem[] {
  return (trigger) => {
    const asked = trigger.query ?? trigger.metric;
    const name = asked?.value.match(NAME)?.[0];
    const service = view.services.find((one) =>
      one.scalers.some(({ triggers }) => triggers.includes(trigger)),
    );
    const isServing = service ?? scalingQueries(view).find((query) => query.trigger === trigger);
    if (!asked || !name || !isServing) return [];
    return [
      {
        ...asked,
        message: `${name} is near 100 % with one request and with a full batch${summed(trigger, service)}`,
      },
    ];
  };
}

/** An adapter of external metrics adds up the series of all GPUs. */
function summed({ type, metricType, threshold }: TriggerView, service?: ServiceView): string {
  const gpus = service?.gpusPerReplica ?? 0;
  if (type !== 'External' || metricType.value !== 'AverageValue' || !threshold || gpus < 2) {
    return ': it does not tell how busy a replica is';
  }
  const asks = Math.ceil((gpus * 100) / threshold.value);
  return `, and the series of ${gpus} GPUs are added up: each replica asks for ${asks}`;
}
