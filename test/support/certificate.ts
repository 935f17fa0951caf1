import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

/** A certificate with its key, in PEM. */
export type Certificate = {
  readonly cert: string;
  readonly key: string;
  readonly name: string;
  readonly signer: KeyObject;
};

const SEQUENCE = 0x30;
const ECDSA_WITH_SHA256 = der(SEQUENCE, oid('2a8648ce3d040302'));
const DAY_MS = 86_400_000;

/**
 * Makes a certificate for this machine (127.0.0.1), signed by the issuer or, without one, by itself as an authority.
 * By hand (X.509, DER), so that no key lies in the repository and no program has to be installed.
 */
export function makeCertificate(name: string, issuer?: Certificate): Certificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const now = Date.now();
  const body = der(
    SEQUENCE,
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    ECDSA_WITH_SHA256,
    distinguishedName(issuer?.name ?? name),
    der(SEQUENCE, time(now - DAY_MS), time(now + DAY_MS)),
    distinguishedName(name),
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, der(SEQUENCE, issuer === undefined ? authority() : der(SEQUENCE, oid('551d11'), octets(thisMachine())))),
  );
  const signature = sign('sha256', body, issuer?.signer ?? privateKey);
  const cert = der(SEQUENCE, body, ECDSA_WITH_SHA256, der(0x03, Buffer.from([0]), signature));
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${cert.toString('base64')}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    name,
    signer: privateKey,
  };
}

function authority(): Buffer {
  const isTrue = der(0x01, Buffer.from([0xff]));
  return der(SEQUENCE, oid('551d13'), isTrue, octets(der(SEQUENCE, isTrue)));
}

function thisMachine(): Buffer {
  return der(SEQUENCE, der(0x87, Buffer.from([127, 0, 0, 1])));
}

function distinguishedName(name: string): Buffer {
  return der(SEQUENCE, der(0x31, der(SEQUENCE, oid('550403'), der(0x0c, Buffer.from(name)))));
}

function time(ms: number): Buffer {
  return der(0x17, Buffer.from(`${new Date(ms).toISOString().replace(/[-:T]/g, '').slice(2, 14)}Z`));
}

function octets(content: Buffer): Buffer {
  return der(0x04, content);
}

function oid(hex: string): Buffer {
  return der(0x06, Buffer.from(hex, 'hex'));
}

function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}
