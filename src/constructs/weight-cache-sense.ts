import { weightVolumeGiB } from '../capacity/weight-volume';
import { LabelKey } from '../kube/labels';
import type { Violation } from '../violations';
import { gibibytesOf } from './compile-cache-props';
import { httpAddressViolations, withoutLogin } from './http-address';
import { checkpointGiBOf } from './kept-weights';
import { kindViolations, ofTheirKind } from './prop-kinds';
import { unknownProps } from './unknown-props';
import { type WeightCacheProps, weightCacheProps } from './weight-cache-props';
import { DEFAULT_REVISIONS } from './weight-store';

/** Why these props make no cache on such a site. */
export function weightCacheViolations(given: WeightCacheProps, openShift = false): Violation[] {
  const props = ofTheirKind(given);
  return [
    ...unknownProps(given, weightCacheProps),
    ...kindViolations(given),
    ...(given.model && !props.model ? [] : modelViolations(props)),
    ...(props.store?._fluid() ? undownloaded(props) : downloadViolations(props)),
    ...placeViolations(props),
    ...sizeViolations(props),
    ...(openShift && props.store?._node() ? [unwritable] : []),
  ];
}

/** Each of its namespaces has a user of its own, and a directory of a node has one owner. */
const unwritable: Violation = {
  path: 'store',
  value: 'WeightStore.nodeLocal',
  allowed:
    'another store on OpenShift, whose pods run as a user that the directories of nodes do not know',
  fix: 'keep the weights on a claim: WeightStore.sharedClaim()',
};

/** Props of a download, which Fluid does not make. */
const DOWNLOAD = [
  'revision',
  'repository',
  'token',
  'files',
  'hubEndpoint',
  'proxy',
  'noProxy',
  'certificateAuthorities',
  'image',
] as const;

function undownloaded(props: WeightCacheProps): Violation[] {
  return DOWNLOAD.filter((path) => props[path] !== undefined).map((path) => ({
    path,
    value: typeof props[path] === 'string' ? props[path] : undefined,
    allowed: 'left out with WeightStore.fluid, which reads mountPoint and not the hub',
    fix: 'leave it out; a folder for each revision goes into mountPoint',
  }));
}

function downloadViolations(props: WeightCacheProps): Violation[] {
  return [...revisionViolations(props), ...addressViolations(props)];
}

/** More than any model; also what is no number. */
const MOST_GIB = 100_000;

function modelViolations({ model, checkpointGiB }: Partial<WeightCacheProps>): Violation[] {
  if (!model) {
    const fix = "give LlmModel.of('meta-llama/Llama-3.3-70B-Instruct') or another";
    return [{ path: 'model', value: undefined, allowed: 'given', fix }];
  }
  if (checkpointGiB === undefined && model._geometry()) return [];
  if (checkpointGiB !== undefined && checkpointGiB > 0 && checkpointGiB <= MOST_GIB) return [];
  return [
    {
      path: 'checkpointGiB',
      value: checkpointGiB,
      allowed:
        checkpointGiB === undefined
          ? `given for ${model.id}, whose configuration is not known`
          : `more than 0 and at most ${MOST_GIB}`,
      fix: 'state the size of the files on the hub',
    },
  ];
}

function revisionViolations(props: WeightCacheProps): Violation[] {
  const { revision, repository, model, hubEndpoint = 'https://huggingface.co' } = props;
  if (/^[0-9a-f]{40}$/.test(revision ?? '')) return [];
  const name = repository ?? model?.id;
  return [
    {
      path: 'revision',
      value: revision,
      allowed: 'a commit of 40 hexadecimal digits: branches and tags move under the same name',
      fix: `git ls-remote ${withoutLogin(hubEndpoint)}/${name} ${revision ?? 'HEAD'}`,
    },
  ];
}

function sizeViolations(props: WeightCacheProps): Violation[] {
  const { size, revisions } = props.store?._shared() ?? {};
  if (!size || modelViolations(props).length > 0) return [];
  const needed = weightVolumeGiB(checkpointGiBOf(props), revisions ?? DEFAULT_REVISIONS);
  if (gibibytesOf(size) >= needed) return [];
  return [
    {
      path: 'store.size',
      value: `${gibibytesOf(size)} GiB`,
      allowed: `at least ${needed} GiB: ${revisions ?? DEFAULT_REVISIONS} revisions and a tenth`,
      fix: 'leave it out, or keep fewer revisions',
    },
  ];
}

function placeViolations({ store, nodeSelector }: WeightCacheProps): Violation[] {
  const stated = nodeSelector?.[LabelKey.ZONE];
  const zone = store?._shared()?.zone;
  const own = store?._node() ? 'nodeLocal' : store?._fluid() && 'fluid';
  if (own && nodeSelector) {
    return [
      {
        path: 'nodeSelector',
        value: nodeSelector,
        allowed: `left out with WeightStore.${own}, which names its nodes itself`,
        fix: "state all labels in the store's nodeSelector",
      },
    ];
  }
  if (zone === undefined || stated === undefined || stated === zone) return [];
  const allowed = `${zone}, where the store is`;
  const path = `nodeSelector['${LabelKey.ZONE}']`;
  return [{ path, value: stated, allowed, fix: 'leave it out' }];
}

const hubAdvice = { example: 'https://hub.corp', login: "give 'token' as a SecretKey" };
const proxyAdvice = {
  example: 'http://proxy.corp:3128',
  login: 'let the proxy know the nodes by their addresses',
};

function addressViolations(props: WeightCacheProps): Violation[] {
  const { hubEndpoint, proxy, noProxy } = props;
  const addresses = [
    ...httpAddressViolations('hubEndpoint', hubEndpoint, hubAdvice),
    ...httpAddressViolations('proxy', proxy, proxyAdvice),
  ];
  if (noProxy === undefined || proxy !== undefined) return addresses;
  const fix = "give 'proxy', or leave both out";
  return [...addresses, { path: 'noProxy', value: noProxy, allowed: 'given with a proxy', fix }];
}
