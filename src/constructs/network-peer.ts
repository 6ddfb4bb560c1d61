import type { PeerSpec } from '../manifests';

/** Pods that may reach a service. */
export class NetworkPeer {
  /** Every pod of a namespace. */
  public static namespaceOf(name: string): NetworkPeer {
    return new NetworkPeer({ namespaceLabels: { 'kubernetes.io/metadata.name': name } });
  }

  /** Pods with these labels in a namespace. */
  public static pods(
    namespaceName: string,
    labels: { readonly [label: string]: string },
  ): NetworkPeer {
    return new NetworkPeer({
      namespaceLabels: { 'kubernetes.io/metadata.name': namespaceName },
      podLabels: labels,
    });
  }

  private constructor(private readonly spec: PeerSpec) {}

  /**
   * As manifests write it.
   * @internal
   */
  public _spec(): PeerSpec {
    return this.spec;
  }
}
