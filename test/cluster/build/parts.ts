/** A program that runs in the cluster: where it comes from and how it is linked. */
export interface Part {
  readonly name: string;
  /** Folder under `modules/`, which fixes every version. */
  readonly module: string;
  /** The module whose version the part carries. */
  readonly source: string;
  /** Binary → package. */
  readonly programs: Readonly<Record<string, string>>;
  /** From nothing, on two cores that do nothing else. */
  readonly buildSeconds: number;
  readonly tags?: string;
  /** Variables that the programs take their own version from. */
  readonly stamps?: (version: string) => Readonly<Record<string, string>>;
  /**
   * Files of the source that the cluster is set up with: name in the cache → files, folders of YAML
   * or folders of kustomize in the source.
   */
  readonly files?: Readonly<Record<string, readonly string[]>>;
}

/** Without these the servers call themselves v0.0.0-master, and every check of a version fails. */
function kubernetesVersion(version: string): Record<string, string> {
  const [major, minor] = version.slice(1).split('.');
  const variables = {
    gitVersion: version,
    gitMajor: major,
    gitMinor: minor,
    gitTreeState: 'clean',
    gitCommit: '0'.repeat(40),
    buildDate: '1970-01-01T00:00:00Z',
  };
  return Object.fromEntries(
    ['k8s.io/component-base/version', 'k8s.io/client-go/pkg/version'].flatMap((home) =>
      Object.entries(variables).map(([name, value]) => [`${home}.${name}`, value]),
    ),
  );
}

const command = (home: string, ...names: string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, `${home}/cmd/${name}`]));

const KUBERNETES = 'k8s.io/kubernetes';
const KWOK = 'sigs.k8s.io/kwok';
const LWS = 'sigs.k8s.io/lws';
const KEDA = 'github.com/kedacore/keda/v2';
const PROMETHEUS = 'github.com/prometheus/prometheus';

/** Cheapest first, so that a broken set-up shows early. */
export const PARTS: readonly Part[] = [
  {
    name: 'etcd',
    buildSeconds: 35,
    module: 'etcd',
    source: 'go.etcd.io/etcd/server/v3',
    programs: { etcd: 'go.etcd.io/etcd/server/v3' },
  },
  {
    name: 'kubernetes',
    buildSeconds: 290,
    module: 'k8s',
    source: KUBERNETES,
    programs: command(
      KUBERNETES,
      'kube-apiserver',
      'kube-controller-manager',
      'kube-scheduler',
      'kubectl',
    ),
    stamps: kubernetesVersion,
  },
  {
    name: 'kwok',
    buildSeconds: 60,
    module: 'kwok',
    source: KWOK,
    programs: command(KWOK, 'kwok'),
    stamps: (version) => ({ [`${KWOK}/pkg/consts.Version`]: version }),
    files: {
      'kwok.yaml': [
        'kustomize/crd/bases/kwok.x-k8s.io_stages.yaml',
        'kustomize/rbac/role.yaml',
        'kustomize/stage/node/fast/node-initialize.yaml',
        'kustomize/stage/node/heartbeat-with-lease/node-heartbeat-with-lease.yaml',
        'kustomize/stage/pod/fast/pod-ready.yaml',
        'kustomize/stage/pod/fast/pod-complete.yaml',
        'kustomize/stage/pod/fast/pod-delete.yaml',
      ],
    },
  },
  {
    name: 'lws',
    buildSeconds: 80,
    module: 'lws',
    source: LWS,
    programs: { 'lws-manager': `${LWS}/cmd` },
    stamps: (version) => ({ [`${LWS}/pkg/version.GitVersion`]: version }),
    files: {
      'lws.yaml': ['config/crd/bases', 'config/rbac/role.yaml'],
      'lws-webhooks.yaml': ['config/webhook/manifests.yaml'],
    },
  },
  {
    name: 'prometheus',
    buildSeconds: 160,
    module: 'prometheus',
    source: PROMETHEUS,
    programs: command(PROMETHEUS, 'prometheus'),
    // The other discoveries are not needed, and bring in a module that not every proxy serves.
    tags: 'netgo,remove_all_sd,enable_kubernetes_sd',
    // Tagged v0.316.0 as a Go module, released as 3.16.0.
    stamps: (version) => ({
      'github.com/prometheus/common/version.Version': `3.${Number(version.split('.')[1]) - 300}.0`,
    }),
  },
  {
    // Its CRDs only: the programs would make a pod of Prometheus, and no pod runs here.
    name: 'prometheus-operator',
    buildSeconds: 2,
    module: 'prometheus-operator',
    source: 'github.com/prometheus-operator/prometheus-operator',
    programs: {},
    files: {
      'prometheus-operator.yaml': ['podmonitors', 'servicemonitors', 'prometheusrules'].map(
        (plural) => `example/prometheus-operator-crd/monitoring.coreos.com_${plural}.yaml`,
      ),
    },
  },
  {
    name: 'karpenter',
    buildSeconds: 2,
    module: 'karpenter',
    source: 'sigs.k8s.io/karpenter',
    programs: {},
    files: {
      'capacity-buffers.yaml': ['pkg/apis/crds/autoscaling.x-k8s.io_capacitybuffers.yaml'],
    },
  },
  {
    name: 'keda',
    buildSeconds: 480,
    module: 'keda',
    source: KEDA,
    programs: {
      'keda-operator': `${KEDA}/cmd/operator`,
      'keda-adapter': `${KEDA}/cmd/adapter`,
      'keda-webhooks': `${KEDA}/cmd/webhooks`,
    },
    stamps: (version) => ({ [`${KEDA}/version.Version`]: version }),
    files: {
      // The operator does not start without the CRDs of eventing.
      'keda-crds.yaml': ['config/crd'],
      'keda-rbac.yaml': [
        'config/rbac/role.yaml',
        'config/rbac/role_binding.yaml',
        'config/metrics-server/role.yaml',
        'config/metrics-server/role_binding.yaml',
      ],
      'keda-webhooks.yaml': ['config/webhooks/validation_webhooks.yaml'],
    },
  },
];
