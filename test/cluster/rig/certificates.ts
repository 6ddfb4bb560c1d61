import { generateKeyPairSync, webcrypto } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import 'reflect-metadata';
import * as x509 from '@peculiar/x509';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const LIFETIME_MS = 7 * 24 * 3600 * 1000;
const { KeyUsageFlags: Usage, ExtendedKeyUsage: Purpose } = x509;

interface Authority {
  readonly certificate: x509.X509Certificate;
  readonly keys: webcrypto.CryptoKeyPair;
}

/** Files of a certificate and its key, as the programs take them. */
export interface KeyPair {
  readonly cert: string;
  readonly key: string;
  /** The folder that holds them as tls.crt, tls.key and ca.crt. */
  readonly folder: string;
}

/** The keys and certificates of a cluster, in one folder. */
export class Certificates {
  static async make(folder: string): Promise<Certificates> {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const [ca, frontProxy] = await Promise.all([authority('ca'), authority('front-proxy-ca')]);
    return new Certificates(folder, ca, frontProxy);
  }

  private constructor(
    private readonly folder: string,
    private readonly ca: Authority,
    private readonly frontProxy: Authority,
  ) {
    writeFileSync(this.caFile, ca.certificate.toString('pem'));
    writeFileSync(this.frontProxyCaFile, frontProxy.certificate.toString('pem'));
  }

  get caFile(): string {
    return join(this.folder, 'ca.crt');
  }

  get frontProxyCaFile(): string {
    return join(this.folder, 'front-proxy-ca.crt');
  }

  /** As webhooks and APIServices take it. */
  get caBundle(): string {
    return Buffer.from(this.ca.certificate.toString('pem')).toString('base64');
  }

  /** A pair for a subject such as `CN=admin,O=system:masters`; it serves loopback and `hosts`. */
  pair(name: string, subject: string, hosts: readonly string[] = []): Promise<KeyPair> {
    return this.issue(name, subject, hosts, this.ca);
  }

  frontProxyPair(): Promise<KeyPair> {
    return this.issue('front-proxy', 'CN=front-proxy-client', [], this.frontProxy);
  }

  /** The key that signs the tokens of service accounts. */
  tokenKey(): { key: string; pub: string } {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const key = join(this.folder, 'sa.key');
    const pub = join(this.folder, 'sa.pub');
    writeFileSync(key, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
    writeFileSync(pub, publicKey.export({ type: 'spki', format: 'pem' }));
    return { key, pub };
  }

  private async issue(
    name: string,
    subject: string,
    hosts: readonly string[],
    by: Authority,
  ): Promise<KeyPair> {
    const keys = await newKeys();
    const certificate = await x509.X509CertificateGenerator.create({
      ...dates(),
      subject,
      issuer: by.certificate.subject,
      publicKey: keys.publicKey,
      signingKey: by.keys.privateKey,
      signingAlgorithm: ALGORITHM,
      extensions: [
        new x509.KeyUsagesExtension(Usage.digitalSignature, true),
        // KEDA's adapter and operator use one pair for both sides of their connection.
        new x509.ExtendedKeyUsageExtension([Purpose.serverAuth, Purpose.clientAuth]),
        new x509.SubjectAlternativeNameExtension([
          { type: 'ip', value: '127.0.0.1' },
          ...['localhost', ...hosts].map((value) => ({ type: 'dns' as const, value })),
        ]),
      ],
    });
    return this.write(name, certificate.toString('pem'), await pemOf(keys), by);
  }

  private write(name: string, certificate: string, key: string, by: Authority): KeyPair {
    const folder = join(this.folder, name);
    mkdirSync(folder);
    const files = { cert: join(folder, 'tls.crt'), key: join(folder, 'tls.key') };
    writeFileSync(files.cert, certificate);
    writeFileSync(files.key, key, { mode: 0o600 });
    writeFileSync(join(folder, 'ca.crt'), by.certificate.toString('pem'));
    return { ...files, folder };
  }
}

async function authority(name: string): Promise<Authority> {
  const keys = await newKeys();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    ...dates(),
    name: `CN=${name}`,
    keys,
    signingAlgorithm: ALGORITHM,
    extensions: [
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.KeyUsagesExtension(Usage.keyCertSign | Usage.cRLSign, true),
    ],
  });
  return { certificate, keys };
}

const newKeys = (): Promise<webcrypto.CryptoKeyPair> =>
  webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);

async function pemOf({ privateKey }: webcrypto.CryptoKeyPair): Promise<string> {
  const key = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', privateKey));
  return x509.PemConverter.encode(key, x509.PemConverter.PrivateKeyTag);
}

function dates(): { notBefore: Date; notAfter: Date } {
  // A clock that is set back between two programs must not refuse a certificate of now.
  return { notBefore: new Date(Date.now() - 60_000), notAfter: new Date(Date.now() + LIFETIME_MS) };
}
