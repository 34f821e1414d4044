export {
  isSignedJson,
  publicKeyPem,
  signedJson,
  type Signer,
  type Verifier,
  verifierIn,
  verifierKey,
} from './signed-note.js';
export { faultOfSigningKey, signingKey, SigningKeyFault } from './signing-key.file.js';
