import type { Problem } from '../finding';
import type { Rule } from '../rule';
import type { Sited } from '../view/place';
import type { ScalerView, TriggerView } from '../view/scaler-view';
import type { LintView, ServiceView } from '../view/view';

export const gpuUseIsNoLoad: Rule = {
  id: 'R69',
  name: 'gpu-use-is-no-load',
  severity: 'warning',
  sentence: 'A service is not scaled by the utilisation of its GPUs.',
  why: 'DCGM counts the time in which any kernel runs. An engine that decodes runs one all the time: a single request shows nearly 100 %, and a full batch no more than that.',
  fix: 'scale by sum(vllm:num_requests_running{…} + vllm:num_requests_waiting{…}) with the target of one replica',
  source: 'NVIDIA DCGM field DCGM_FI_DEV_GPU_UTIL; vllm-project/vllm docs/design/metrics',
  check: (view) => view.scalers.flatMap((scaler) => problemsOf(view, scaler)),
};

const NAME =
  /dcgm_fi_(dev_gpu_util|prof_gr_engine_active)|\w*duty_cycle|nvidia_smi_utilization_gpu\w*|gpu_utili[sz]ation\w*/i;

/** A scaler without its workload is that of a model when it also asks for an engine's metrics. */
const ENGINE = /(vllm|sglang|tgi|trtllm)[:_]/;

function problemsOf(view: LintView, scaler: ScalerView): Problem[] {
  const service = view.services.find(({ scalers }) => scalers.includes(scaler));
  const asksEngine = scaler.triggers.some((trigger) => ENGINE.test(asked(trigger)?.value ?? ''));
  if (!service && !asksEngine) return [];
  return scaler.triggers.flatMap((trigger) => {
    const use = asked(trigger);
    const name = use?.value.match(NAME)?.[0];
    if (!use || !name) return [];
    const message = `${name} is near 100 % with one request and with a full batch${summed(trigger, service)}`;
    return [{ ...use, message }];
  });
}

function asked({ query, metric }: TriggerView): Sited<string> | undefined {
  return query ?? metric;
}

/** An adapter of external metrics adds up the series of all GPUs. */
function summed({ type, metricType, threshold }: TriggerView, service?: ServiceView): string {
  if (type !== 'External' || metricType.value !== 'AverageValue' || !threshold) {
    return ': it does not tell how busy a replica is';
  }
  const gpus = service?.gpusPerReplica || 1;
  const asks = Math.ceil((gpus * 100) / threshold.value);
  return `, and the series of all GPUs are added up: each replica with ${gpus} asks for ${asks}`;
}
