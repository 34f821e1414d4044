export { isSignedJson, signedJson } from './signed-json.js';
export { publicKeyPem, type Signer, type Verifier, verifierIn, verifierKey } from './signed-note.js';
export { faultOfSigningKey, signingKey, SigningKeyFault } from './signing-key.file.js';
