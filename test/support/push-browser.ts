import { createDecipheriv, createECDH, createHmac, createPublicKey, randomBytes, verify } from 'node:crypto';
import type { ReceivedRequest } from './http-server.js';

/** A browser that has subscribed: what it gives to the bank, and how it reads what arrives. */
export type PushBrowser = {
  readonly subscription: string;
  /** The plain text of an encrypted message (RFC 8291 over RFC 8188), worked out from the standards alone. */
  decrypt(body: Buffer): string;
};

export function subscribeBrowser(endpoint: string): PushBrowser {
  const receiver = createECDH('prime256v1');
  const publicKey = receiver.generateKeys();
  const auth = randomBytes(16);
  const keys = { p256dh: publicKey.toString('base64url'), auth: auth.toString('base64url') };
  return {
    subscription: JSON.stringify({ endpoint, expirationTime: null, keys }),
    decrypt: (body) => {
      const salt = body.subarray(0, 16);
      const senderKey = body.subarray(21, 21 + (body[20] ?? 0));
      const sealed = body.subarray(21 + senderKey.length);
      const keyInfo = Buffer.concat([Buffer.from('WebPush: info\0'), publicKey, senderKey]);
      const ikm = expand(hmac(auth, receiver.computeSecret(senderKey)), keyInfo, 32);
      const pseudoRandom = hmac(salt, ikm);
      const key = expand(pseudoRandom, Buffer.from('Content-Encoding: aes128gcm\0'), 16);
      const nonce = expand(pseudoRandom, Buffer.from('Content-Encoding: nonce\0'), 12);
      const decipher = createDecipheriv('aes-128-gcm', key, nonce);
      decipher.setAuthTag(sealed.subarray(-16));
      const padded = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
      return padded.subarray(0, padded.lastIndexOf(2)).toString('utf8');
    },
  };
}

/** The claims of the VAPID token of a request (RFC 8292), its signature checked against the key that it names. */
export function vapidClaims({ headers }: ReceivedRequest): { claims: Record<string, unknown>; publicKey: string } {
  const match = /^vapid t=([^.]+)\.([^.]+)\.([^,]+), k=(.+)$/.exec(headers.authorization ?? '');
  if (match === null) throw new Error('no VAPID token');
  const [, header = '', claims = '', signature = '', publicKey = ''] = match;
  const point = Buffer.from(publicKey, 'base64url');
  const [x, y] = [point.subarray(1, 33).toString('base64url'), point.subarray(33).toString('base64url')];
  const key = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' });
  const isGenuine = verify(
    'sha256',
    Buffer.from(`${header}.${claims}`),
    { key, dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  );
  if (!isGenuine) throw new Error('the VAPID token is not signed with its key');
  return { claims: JSON.parse(Buffer.from(claims, 'base64url').toString()) as Record<string, unknown>, publicKey };
}

/** Keys as `web-push generate-vapid-keys` makes them. */
export function makeVapidKeys(): { publicKey: string; privateKey: string } {
  const ecdh = createECDH('prime256v1');
  const publicKey = ecdh.generateKeys().toString('base64url');
  return { publicKey, privateKey: ecdh.getPrivateKey().toString('base64url') };
}

function hmac(key: Buffer, content: Buffer): Buffer {
  return createHmac('sha256', key).update(content).digest();
}

/** HKDF-Expand of one block (RFC 5869). */
function expand(key: Buffer, info: Buffer, length: number): Buffer {
  return hmac(key, Buffer.concat([info, Buffer.from([1])])).subarray(0, length);
}
