import { Duration } from 'cdk8s';
import {
  FrontDoor,
  InferenceEngine,
  Pin,
  SchedulingPolicy,
  ServingPlatform,
  WeightSource,
} from '../../src';
import { chartOf, type Fields, objectOf, refusal, serviceOf } from './support';

const argsOf = (workload?: Fields): string[] =>
  workload?.spec.leaderWorkerTemplate.workerTemplate.spec.containers[0].args;

function argumentsOf(engine: InferenceEngine, weights?: WeightSource): string[] {
  const chart = chartOf();
  serviceOf({ engine, weights }, chart);
  return argsOf(objectOf(chart, 'LeaderWorkerSet'));
}

describe('engine settings', () => {
  test('reach the container', () => {
    const args = argumentsOf(
      InferenceEngine.vllm({
        optimizationLevel: 1,
        cudagraphCaptureSizes: [1, 512],
        schedulingPolicy: SchedulingPolicy.PRIORITY,
        loraModules: { sql: '/models/sql' },
        maxLoras: 2,
        maxLoraRank: 32,
        maxCpuLoras: 8,
      }),
      WeightSource.claim('weights'),
    );
    expect(args).toEqual(
      expect.arrayContaining([
        '--optimization-level=1',
        '--compilation-config={"cudagraph_capture_sizes":[1,512]}',
        '--scheduling-policy=priority',
        '--enable-lora',
        '--max-loras=2',
        '--max-lora-rank=32',
        '--max-cpu-loras=8',
      ]),
    );
    expect(args[args.indexOf('--lora-modules') + 1]).toBe('sql=/models/sql');
    expect(args[args.indexOf('--lora-modules') + 2]).toMatch(/^--/);
  });

  test('share the compilation config with what else is passed there', () => {
    const passed = '--compilation-config={"pass_config":{"fuse_norm_quant":true}}';
    const merged = (options: object) =>
      argumentsOf(InferenceEngine.vllm({ ...options, extraArgs: [passed] })).filter((arg) =>
        arg.startsWith('--compilation-config'),
      );
    expect(merged({})).toEqual([passed]);
    expect(merged({ cudagraphCaptureSizes: [1, 512] })).toEqual([
      '--compilation-config={"cudagraph_capture_sizes":[1,512],"pass_config":{"fuse_norm_quant":true}}',
    ]);
  });

  test.each([
    ['--compilation-config={"cudagraph_capture_sizes":[1]}', "use 'cudagraphCaptureSizes'"],
    ['--compilation_config={"mode":0}', "use 'optimizationLevel' or 'enforceEager'"],
    ['--compilation-config={mode:0}', 'quote its keys'],
    ['--compilation-config', 'write it as JSON'],
    ['--compilation-config.mode=0', 'write it as JSON'],
    ['-O1', "a level is the prop 'optimizationLevel'"],
    ['-cc.mode=0', 'write it as JSON'],
    ['--optimization-level=0', "use 'optimizationLevel'"],
    ['--enable-lora', "use 'maxLoras' or 'loraModules'"],
    ['--scheduling-policy=priority', "use 'schedulingPolicy'"],
  ])('%s is refused among other arguments', (argument, fix) => {
    const message = refusal(() => InferenceEngine.vllm({ extraArgs: [argument] }));
    expect(message).toContain("'engine.extraArgs[0]'");
    expect(message).toContain(fix);
  });

  test('that make no sense are refused in the words of the props', () => {
    const engine = InferenceEngine.vllm({ maxLoras: 4, maxCpuLoras: 2, maxLoraRank: 24 });
    const message = refusal(() => serviceOf({ engine }));
    expect(message).toContain("'engine.maxLoraRank' (24) must be one of 1, 8, 16,");
    expect(message).toContain("'engine.maxCpuLoras' (2) must be at least maxLoras (4)");
  });
});

describe('scale to zero', () => {
  const query = 'sum(rate(gateway_requests_total{route="chat"}[2m]))';

  test('is rendered with the front door as a trigger', () => {
    const chart = chartOf();
    const scaleToZero = FrontDoor.query(query, { idleAfter: Duration.minutes(30) });
    const service = serviceOf({ scaleToZero }, chart);
    const scaler = objectOf(chart, 'ScaledObject')?.spec;
    expect(scaler).toMatchObject({
      minReplicaCount: 0,
      pollingInterval: 15,
      cooldownPeriod: 1800,
      initialCooldownPeriod: 1800,
    });
    expect(scaler.triggers[1]).toMatchObject({
      name: 'front-door',
      metadata: { query, activationThreshold: '0', ignoreNullValues: 'false' },
    });
    expect(service.plan.scaling?.zero?.idleSeconds).toBe(1800);
    expect(objectOf(chart, 'LeaderWorkerSet')?.spec).not.toHaveProperty('replicas');
  });

  test('wins over a minimum that the platform pins for its services', () => {
    const pins = [Pin.minReplicas(3, 'house rule')];
    const chart = chartOf(ServingPlatform.custom({ defaults: { pins } }));
    const { plan } = serviceOf({ scaleToZero: FrontDoor.query(query) }, chart);
    expect(plan.fleet?.minReplicas).toBe(0);
  });

  test('is refused with a fixed number, a pinned minimum of its own, or a short idle time', () => {
    const scaleToZero = FrontDoor.query(query);
    expect(refusal(() => serviceOf({ scaleToZero, replicas: 2 }))).toMatch(
      /^[^\n]*'replicas' \(2\) must be left out with 'scaleToZero'[^\n]*$/m,
    );
    const pins = [Pin.minReplicas(1, 'x')];
    expect(refusal(() => serviceOf({ scaleToZero, pins }))).toContain("'pins[0].quantity'");
    const short = FrontDoor.query(query, { idleAfter: Duration.seconds(5) });
    expect(refusal(() => serviceOf({ scaleToZero: short }))).toContain(
      "'scaleToZero.idleAfter' (5) must be at least 60 s",
    );
  });

  test('needs a query, and knows its options', () => {
    expect(refusal(() => FrontDoor.query(' '))).toContain("'requestsPerSecond'");
    // biome-ignore lint/suspicious/noExplicitAny: what a program without types may pass
    const misspelt: any = { idleAfterwards: 1 };
    expect(refusal(() => FrontDoor.query(query, misspelt))).toContain("did you mean 'idleAfter'?");
  });

  test('is not what a fixed single replica is', () => {
    expect(serviceOf({ replicas: 1 }).plan.fleet).toMatchObject({ minReplicas: 1, maxReplicas: 1 });
  });
});
