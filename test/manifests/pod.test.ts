import { containerOf, type Fields, podOf, rendered, twoNodes } from './support';

const environment = (container: Fields): Fields =>
  Object.fromEntries(container.env.map(({ name, ...rest }: Fields) => [name, rest.value ?? rest]));

describe('the pod', () => {
  test('passes the restricted Pod Security level', () => {
    expect(podOf(rendered()).spec.securityContext).toEqual({
      runAsNonRoot: true,
      runAsUser: 2000,
      runAsGroup: 2000,
      fsGroup: 2000,
      fsGroupChangePolicy: 'OnRootMismatch',
      seccompProfile: { type: 'RuntimeDefault' },
    });
    expect(containerOf(rendered()).securityContext).toEqual({
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      readOnlyRootFilesystem: true,
    });
  });

  test('leaves its ids to OpenShift', () => {
    expect(podOf(rendered({}, {}, { openShift: true })).spec.securityContext).toEqual({
      runAsNonRoot: true,
      seccompProfile: { type: 'RuntimeDefault' },
    });
  });

  test('writes to volumes only', () => {
    expect(podOf(rendered()).spec.volumes).toEqual([
      { name: 'cache', emptyDir: {} },
      { name: 'shm', emptyDir: { medium: 'Memory', sizeLimit: '32Gi' } },
      { name: 'tmp', emptyDir: {} },
      { name: 'models', persistentVolumeClaim: { claimName: 'llama-weights', readOnly: true } },
    ]);
    const paths = containerOf(rendered()).volumeMounts.map(({ mountPath }: Fields) => mountPath);
    expect(paths).toEqual(['/cache', '/dev/shm', '/tmp', '/models']);
  });

  test('asks for what the plan says, without a CPU limit', () => {
    expect(containerOf(rendered(twoNodes)).resources).toEqual({
      requests: { cpu: '44', memory: '96Gi', 'ephemeral-storage': '90Gi', 'nvidia.com/gpu': 8 },
      limits: { memory: '256Gi', 'nvidia.com/gpu': 8 },
    });
  });

  test('waits for its drain; a worker for that of its leader as well', () => {
    const grace = (role: string) =>
      podOf(rendered(twoNodes), role).spec.terminationGracePeriodSeconds;
    expect([grace('leader'), grace('worker')]).toEqual([166, 176]);
  });

  test('knows no Service of its namespace by environment variables', () => {
    expect(podOf(rendered()).spec.enableServiceLinks).toBe(false);
  });
});

describe('the server', () => {
  test('is PID 1, of the entry point its version has', () => {
    expect(containerOf(rendered()).command).toEqual(['vllm', 'serve', '/models/llama']);
    expect(containerOf(rendered({}, { engine: { version: '0.11.0' } })).command).toEqual([
      'python3',
      '-m',
      'vllm.entrypoints.openai.api_server',
      '--model',
      '/models/llama',
    ]);
  });

  test('has the arguments of the plan, overruled by stated ones, on the port others know', () => {
    const stated = rendered({}, { engine: { extraArgs: ['--max-num-seqs=64', '--port=1'] } });
    expect(containerOf(stated).args).toEqual([
      '--served-model-name=llama',
      '--tensor-parallel-size=8',
      '--max-model-len=8192',
      '--max-num-seqs=256',
      '--shutdown-timeout=131',
      '--max-num-seqs=64',
      '--port=1',
      '--port=8000',
    ]);
  });

  test('gets --shutdown-timeout once, and only where the flag spares streams', () => {
    const engineArguments = ['--shutdown-timeout=99'];
    const timeouts = (version: string, stated: string[] = []) =>
      containerOf(
        rendered({ choice: { engineArguments: stated } }, { engine: { version } }),
      ).args.filter((argument: string) => argument.startsWith('--shutdown-timeout'));
    expect(timeouts('0.18.1')).toEqual([]);
    expect(timeouts('0.21.0')).toEqual(['--shutdown-timeout=131']);
    expect(timeouts('0.32.0', engineArguments)).toEqual(engineArguments);
  });

  test('meets the other ranks of its group at the leader, and only the leader serves', () => {
    const meeting = [
      '--node-rank=$(LWS_WORKER_INDEX)',
      '--master-addr=$(LWS_LEADER_ADDRESS)',
      '--master-port=29501',
    ];
    const objects = rendered(twoNodes, { apiKey: { secretName: 'keys', key: 'chat' } });
    const leader = containerOf(objects);
    const worker = containerOf(objects, 'worker');
    expect(leader.args.slice(-4)).toEqual(['--port=8000', ...meeting]);
    expect(worker.args.slice(-5)).toEqual(['--shutdown-timeout=131', ...meeting, '--headless']);
    expect(environment(leader)).toHaveProperty('VLLM_API_KEY');
    expect(environment(worker)).not.toHaveProperty('VLLM_API_KEY');
    expect(worker).not.toHaveProperty('ports');
    expect(worker).not.toHaveProperty('readinessProbe');
  });

  test('downloads a repository at its revision with the token of a secret', () => {
    const container = containerOf(
      rendered(
        {},
        {
          weights: {
            kind: 'hugging-face',
            repository: 'meta-llama/Llama-3.3-70B-Instruct',
            revision: 'abc123',
            token: { secretName: 'hub', key: 'token' },
          },
        },
      ),
    );
    expect(container.command).toEqual(['vllm', 'serve', 'meta-llama/Llama-3.3-70B-Instruct']);
    expect(container.args).toContain('--revision=abc123');
    expect(environment(container)).toMatchObject({
      HF_HOME: '/cache/huggingface',
      HF_TOKEN: { valueFrom: { secretKeyRef: { name: 'hub', key: 'token' } } },
    });
    expect(environment(container)).not.toHaveProperty('HF_HUB_OFFLINE');
  });
});

describe('the environment', () => {
  test('is sorted, moves every cache and gives the uid a name', () => {
    const { env } = containerOf(rendered());
    expect(env).toEqual([
      { name: 'DO_NOT_TRACK', value: '1' },
      { name: 'FLASHINFER_WORKSPACE_BASE', value: '/cache/flashinfer' },
      { name: 'HF_HUB_OFFLINE', value: '1' },
      { name: 'HOME', value: '/cache' },
      { name: 'LOGNAME', value: 'vllm' },
      { name: 'TRITON_CACHE_DIR', value: '/cache/triton' },
      { name: 'USER', value: 'vllm' },
      { name: 'VLLM_CACHE_ROOT', value: '/cache/vllm' },
      { name: 'VLLM_ENGINE_READY_TIMEOUT_S', value: '600' },
      { name: 'VLLM_NO_USAGE_STATS', value: '1' },
      { name: 'VLLM_WORKER_SHUTDOWN_TIMEOUT_SECONDS', value: '1' },
      { name: 'XDG_CACHE_HOME', value: '/cache/xdg' },
      { name: 'XDG_CONFIG_HOME', value: '/cache/config' },
    ]);
  });

  test('leaves out what the version does not read', () => {
    const old = environment(containerOf(rendered({}, { engine: { version: '0.13.0' } })));
    expect(old).not.toHaveProperty('VLLM_ENGINE_READY_TIMEOUT_S');
    expect(old).not.toHaveProperty('VLLM_WORKER_SHUTDOWN_TIMEOUT_SECONDS');
  });

  test('is the user’s in the end', () => {
    const stated = rendered({}, { engine: { env: { HOME: '/home/vllm' } } });
    expect(environment(containerOf(stated)).HOME).toBe('/home/vllm');
  });
});

describe('the fabric of a group', () => {
  const efa = { kind: 'efa' as const, resource: 'vpc.amazonaws.com/efa', resourceCount: 32 };

  test('is requested, and the pod stays one that the restricted level admits', () => {
    for (const role of ['leader', 'worker']) {
      const container = containerOf(rendered(twoNodes, { fabric: efa }), role);
      expect(container.resources.limits['vpc.amazonaws.com/efa']).toBe(32);
      expect(container.securityContext.capabilities).toEqual({ drop: ['ALL'] });
      expect(environment(container).FI_PROVIDER).toBe('efa');
    }
  });

  test('over TCP needs an interface and no capability', () => {
    const container = containerOf(rendered(twoNodes, { fabric: { kind: 'tcp' } }));
    expect(container.securityContext.capabilities).toEqual({ drop: ['ALL'] });
    expect(environment(container)).toMatchObject({
      GLOO_SOCKET_IFNAME: 'eth0',
      NCCL_IB_DISABLE: '1',
      NCCL_SOCKET_IFNAME: 'eth0',
    });
  });

  test('is nothing to a single node', () => {
    const alone = rendered({}, { fabric: efa });
    expect(containerOf(alone)).toEqual(containerOf(rendered()));
  });
});
