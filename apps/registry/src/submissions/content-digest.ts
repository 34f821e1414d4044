import { createHash } from 'node:crypto';

/* `Content-Digest` (RFC 9530): of the content as sent, with its content coding. SHA-256 is required; SHA-512 may stand beside it. */

export interface DeclaredDigests {
  /** SHA-256 (hex). */
  readonly contentDigest: string;
  /** SHA-512 (hex), where it is declared too. */
  readonly contentDigest512: string | undefined;
}

/** Parameters of a member (RFC 9651) are ignored. */
const members = {
  'sha-256': /^sha-256=:([A-Za-z0-9+/]{43}=):\s*(;.*)?$/,
  'sha-512': /^sha-512=:([A-Za-z0-9+/]{86}==):\s*(;.*)?$/,
} as const;

/** The digest (hex) by an algorithm; undefined where it is not there once, as it has to be. */
const digestBy = (algorithm: keyof typeof members, header: string): string | undefined => {
  const found = header
    .split(',')
    .map((member) => members[algorithm].exec(member.trim())?.[1])
    .filter((digest) => digest !== undefined);
  const [digest] = found;
  return found.length === 1 && digest ? Buffer.from(digest, 'base64').toString('hex') : undefined;
};

const namesSha512 = (header: string): boolean =>
  header.split(',').some((member) => member.trim().startsWith('sha-512='));

/** What the header declares, or what it must be. Digests by other algorithms are ignored. */
export const declaredDigests = (header: string): DeclaredDigests | { readonly wrong: string } => {
  const [contentDigest, contentDigest512] = [digestBy('sha-256', header), digestBy('sha-512', header)];
  if (contentDigest === undefined)
    return { wrong: 'The header Content-Digest must be sha-256=:…:, the base64 of the SHA-256 of the body.' };
  if (contentDigest512 === undefined && namesSha512(header))
    return {
      wrong: 'A sha-512 in Content-Digest must be sha-512=:…:, the base64 of the SHA-512 of the body.',
    };
  return { contentDigest, contentDigest512 };
};

/** Of a body as it arrives, by each algorithm that is declared. */
export class BodyDigests {
  private readonly sha256 = createHash('sha256');
  private readonly sha512;

  constructor(private readonly declared: DeclaredDigests) {
    this.sha512 = declared.contentDigest512 === undefined ? undefined : createHash('sha512');
  }

  update(chunk: Buffer): void {
    this.sha256.update(chunk);
    this.sha512?.update(chunk);
  }

  /** Asked once, at the end. */
  areRight(): boolean {
    const { contentDigest, contentDigest512 } = this.declared;
    const isRight512 = this.sha512?.digest('hex') === contentDigest512;
    return this.sha256.digest('hex') === contentDigest && isRight512;
  }
}
