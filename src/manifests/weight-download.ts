import type { SecretRef } from '../kube/platform';
import { certificatePath, modelsPath } from './constants';
import { downloadWeightsScript } from './scripts/download-weights';
import { python } from './scripts/python';
import { containerSecurityContext } from './security';
import type { WireFields } from './wire';

/** What to fetch, and how to reach it. */
export interface DownloadSpec {
  readonly image: string;
  readonly repository: string;
  /** Commit. */
  readonly revision: string;
  /** Files of the repository; `!` excludes. */
  readonly files: readonly string[];
  readonly token?: SecretRef;
  readonly hubEndpoint?: string;
  readonly proxy?: string;
  readonly noProxy?: string;
  readonly certificates?: CertificateSpec;
}

/** A bundle of certificate authorities under a key of a ConfigMap or a Secret. */
export interface CertificateSpec {
  readonly kind: 'configMap' | 'secret';
  readonly name: string;
  readonly key: string;
}

/** File that is written last, below the volume. */
export function completeMarker(folder: string): string {
  return `${folder}/.complete`;
}

const certificates = 'certificates';

/** Fills a folder of the volume `models`. */
export function downloadContainer(
  spec: DownloadSpec,
  folder: string,
  resources: WireFields,
): WireFields {
  const { repository, revision, files } = spec;
  const command = python(
    downloadWeightsScript,
    repository,
    revision,
    `${modelsPath}/${folder}`,
    `${modelsPath}/${completeMarker(folder)}`,
    JSON.stringify(files),
  );
  const trusted = { name: certificates, mountPath: certificatePath, readOnly: true };
  return {
    name: 'download',
    image: spec.image,
    imagePullPolicy: 'IfNotPresent',
    command,
    env: variables(spec),
    resources,
    securityContext: containerSecurityContext({ readOnlyRootFilesystem: true }),
    terminationMessagePolicy: 'FallbackToLogsOnError',
    volumeMounts: [
      { name: 'models', mountPath: modelsPath },
      ...(spec.certificates ? [trusted] : []),
    ],
  };
}

/** Volumes of a pod that downloads into a claim. */
export function downloadVolumes({ certificates: bundle }: DownloadSpec, claimName: string) {
  const models = { name: 'models', persistentVolumeClaim: { claimName } };
  return bundle ? [models, { name: certificates, ...certificateSource(bundle) }] : [models];
}

function certificateSource({ kind, name, key }: CertificateSpec): WireFields {
  const items = [{ key, path: key }];
  return kind === 'secret'
    ? { secret: { secretName: name, items } }
    : { configMap: { name, items } };
}

function variables(spec: DownloadSpec): WireFields[] {
  const { token, hubEndpoint, proxy, noProxy, certificates: bundle } = spec;
  const plain: [string, string | undefined][] = [
    ['CA_FILE', bundle && `${certificatePath}/${bundle.key}`],
    ['HF_ENDPOINT', hubEndpoint],
    ['HTTPS_PROXY', proxy],
    ['HTTP_PROXY', proxy],
    ['NO_PROXY', noProxy],
  ];
  const secret = token && {
    name: 'HF_TOKEN',
    valueFrom: { secretKeyRef: { name: token.secretName, key: token.key } },
  };
  return [
    ...plain.flatMap(([name, value]) => (value === undefined ? [] : [{ name, value }])),
    ...(secret ? [secret] : []),
  ];
}
