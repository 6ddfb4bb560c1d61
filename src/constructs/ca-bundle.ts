import type { CertificateSpec } from '../manifests';
import type { SecretKey } from './secret-key';

/** Certificate authorities that are trusted beside the public ones, in PEM. */
export class CaBundle {
  /**
   * Under a key of a ConfigMap, as trust-manager writes it.
   *
   * @param name Name of the ConfigMap, in the namespace of whoever reads it.
   * @param key Key inside it.
   */
  public static configMap(name: string, key: string): CaBundle {
    return new CaBundle({ kind: 'configMap', name, key });
  }

  /** Under a key of a Secret. */
  public static secret(secret: SecretKey): CaBundle {
    return new CaBundle({ kind: 'secret', name: secret.secretName, key: secret.key });
  }

  private constructor(private readonly spec: CertificateSpec) {}

  /**
   * As manifests write it.
   * @internal
   */
  public _spec(): CertificateSpec {
    return this.spec;
  }
}
