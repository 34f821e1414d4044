import type { ChangedInstitution, Institution, IssuedKey, Key } from '#contract';
import { type ExitCode, exitCodes } from './failure.js';
import { type Output, textTable } from './output.process.js';
import type { RegistryClient } from './registry.client.js';

/* Keys and institutions, as an administrator keeps them. */

const keyStatus = ({ revokedAt, expiresAt }: Key): string => {
  if (revokedAt !== null) return 'revoked';
  return expiresAt === null ? '' : `until ${expiresAt.slice(0, 10)}`;
};

export const listKeys = async (registry: RegistryClient, output: Output): Promise<ExitCode> => {
  const keys = await registry.list<Key>('/v1/keys');
  output.answer({ items: keys }, () =>
    textTable(
      ['id', 'role', 'institution', 'label', 'last used', ''],
      keys.map((key) => [
        key.id,
        key.role,
        key.institution ?? '',
        key.label,
        key.lastUsedAt?.slice(0, 16) ?? 'never',
        keyStatus(key),
      ]),
    ),
  );
  return exitCodes.done;
};

export interface IssueOptions {
  readonly role: string;
  readonly label: string;
  readonly institution?: string;
  readonly expiresAt?: string;
}

export const issueKey = async (
  registry: RegistryClient,
  output: Output,
  options: IssueOptions,
): Promise<ExitCode> => {
  const issued = await registry.send<IssuedKey>('POST', '/v1/keys', options);
  output.answer(issued, () => [issued.key]);
  output.note(`key ${issued.id} for a ${issued.role}; it is shown this once and kept nowhere`);
  return exitCodes.done;
};

export const revokeKey = async (registry: RegistryClient, output: Output, id: string): Promise<ExitCode> => {
  await registry.answer('DELETE', `/v1/keys/${encodeURIComponent(id)}`);
  output.answer({ id, revoked: true }, () => [`key ${id} is revoked`]);
  return exitCodes.done;
};

export const listInstitutions = async (registry: RegistryClient, output: Output): Promise<ExitCode> => {
  const institutions = await registry.list<Institution>('/v1/institutions');
  output.answer({ items: institutions }, () =>
    textTable(
      ['code', 'kind', 'name', 'reports from', ''],
      institutions.map(({ code, kind, name, reportingFrom, suspended }) => [
        code,
        kind,
        name.en,
        reportingFrom,
        suspended ? `suspended: ${suspended.reason}` : '',
      ]),
    ),
  );
  return exitCodes.done;
};

export interface RegisterOptions {
  readonly kind: string;
  readonly nameEn: string;
  readonly nameZh: string;
  readonly reportingFrom?: string;
}

export const registerInstitution = async (
  registry: RegistryClient,
  output: Output,
  code: string,
  { nameEn: en, nameZh: zh, ...options }: RegisterOptions,
): Promise<ExitCode> => {
  const answer = await registry.send<ChangedInstitution>('POST', '/v1/institutions', {
    code,
    name: { en, zh },
    ...options,
  });
  output.answer(answer, () => [`${answer.code} is registered and reports from ${answer.reportingFrom}`]);
  return exitCodes.done;
};

export const suspendInstitution = async (
  registry: RegistryClient,
  output: Output,
  code: string,
  { reason }: { readonly reason: string },
): Promise<ExitCode> => {
  const path = `/v1/institutions/${encodeURIComponent(code)}/suspension`;
  const answer = await registry.send<ChangedInstitution>('POST', path, { reason });
  output.answer(answer, () => [`${code} is suspended`]);
  return exitCodes.done;
};

export const reinstateInstitution = async (
  registry: RegistryClient,
  output: Output,
  code: string,
): Promise<ExitCode> => {
  await registry.answer('DELETE', `/v1/institutions/${encodeURIComponent(code)}/suspension`);
  output.answer({ code, suspended: null }, () => [`${code} may send again`]);
  return exitCodes.done;
};
