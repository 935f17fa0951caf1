export { systemClock } from './clock.js';
export { sha256Digest } from './digest.js';
export { createIds, type IdsOptions } from './ids.js';
export { createSigner, openSigner, verifySignature } from './signer.js';
