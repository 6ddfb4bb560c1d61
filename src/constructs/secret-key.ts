import type { SecretRef } from '../kube/platform';
import { InvalidInput } from '../violations';
import { emptyTexts } from './empty-texts';
import { type ISecret, nameOf } from './interop';

/** One key of a Secret, by reference: no value ever enters a manifest. */
export class SecretKey {
  /**
   * A key of a Secret that exists.
   *
   * @param secretName Name of the Secret, in the namespace of whoever reads it.
   * @param key Key inside it.
   * @throws when either is empty.
   */
  public static of(secretName: string, key: string): SecretKey {
    const violations = emptyTexts({ secretName, key });
    if (violations.length > 0) throw new InvalidInput(violations, 'SecretKey.of');
    return new SecretKey(secretName, key);
  }

  /** A key of a cdk8s-plus Secret; `of` takes the name of any other. */
  public static fromSecret(secret: ISecret, key: string): SecretKey {
    return new SecretKey(nameOf(secret), key);
  }

  private constructor(
    /** Name of the Secret. */
    public readonly secretName: string,
    /** Key inside it. */
    public readonly key: string,
  ) {}

  /**
   * As manifests write it.
   * @internal
   */
  public _ref(): SecretRef {
    return { secretName: this.secretName, key: this.key };
  }
}
