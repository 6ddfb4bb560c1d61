import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Chart } from 'cdk8s';
import { Accelerator, LlmInferenceService, LlmModel, Report } from 'cdk8s-llm';

const app = new App();
const chart = new Chart(app, 'defaults');
const chat = new LlmInferenceService(chart, 'chat', {
  model: LlmModel.of('Qwen/Qwen3-32B'),
  accelerator: Accelerator.H100_SXM,
  traffic: { peakRequestsPerSecond: 10 },
});

app.synth();
writeFileSync(join(app.outdir, 'plan.md'), Report.plan(chat.plan));
