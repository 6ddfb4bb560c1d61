import type { ForeignMetric } from '../foreign-metric';

const histogram = (name: string, signal?: ForeignMetric['signal']): ForeignMetric => {
  return { name, type: 'histogram', labels: [], signal };
};

/** Of 3.x: docs/source/reference/metrics.md of huggingface/text-generation-inference. */
export const tgiMetrics: readonly ForeignMetric[] = [
  { name: 'tgi_batch_current_size', type: 'gauge', labels: [], signal: 'running' },
  { name: 'tgi_queue_size', type: 'gauge', labels: [], signal: 'waiting' },
  { name: 'tgi_batch_current_max_tokens', type: 'gauge', labels: [] },
  { name: 'tgi_request_count', type: 'counter', labels: [] },
  { name: 'tgi_request_success', type: 'counter', labels: [], signal: 'requestSuccess' },
  { name: 'tgi_request_failure', type: 'counter', labels: ['err'] },
  histogram('tgi_request_duration', 'endToEndLatency'),
  histogram('tgi_request_queue_duration', 'queueTime'),
  histogram('tgi_request_mean_time_per_token_duration', 'timePerOutputToken'),
  histogram('tgi_request_inference_duration'),
  histogram('tgi_request_validation_duration'),
  histogram('tgi_request_generated_tokens'),
  histogram('tgi_request_input_length'),
  histogram('tgi_request_max_new_tokens'),
];
