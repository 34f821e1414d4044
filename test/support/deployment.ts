import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

/* The parts of compose.yaml that this project's own rules are about; its shape as such is the Compose specification's to say. */

interface Need {
  readonly condition: string;
  readonly required?: boolean;
}

interface Mounted {
  readonly source: string;
  readonly target: string;
}

export interface Container {
  image: string;
  profiles?: string[];
  restart?: string;
  user?: string;
  read_only?: boolean;
  init?: boolean;
  command?: string[];
  entrypoint?: string[];
  environment?: Record<string, string>;
  secrets?: (string | Mounted)[];
  configs?: Mounted[];
  volumes?: string[];
  networks?: string[];
  network_mode?: string;
  ports?: string[];
  depends_on?: Record<string, Need>;
  healthcheck?: { test?: string[]; disable?: boolean };
  cap_drop?: string[];
  security_opt?: string[];
  stop_grace_period?: string;
  logging?: { options: Record<string, string> };
  deploy?: { resources: { limits: Record<string, string> } };
}

export interface Compose {
  services: Record<string, Container>;
  networks: Record<string, { internal?: boolean } | null>;
  volumes: Record<string, null>;
  secrets: Record<string, { file: string }>;
  configs: Record<string, { file: string }>;
}

/** Anew each time, so that a fault can be planted in what is given. */
export const readCompose = (): Compose =>
  structuredClone(parse(readFileSync('docker/compose.yaml', 'utf8'), { merge: true }) as Compose);

export const containerOf = (compose: Compose, name: string): Container => {
  const found = compose.services[name];
  if (!found) throw new Error(`no service ${name}`);
  return found;
};

export const secretsOf = ({ secrets = [] }: Container): readonly Mounted[] =>
  secrets.map((secret) => (typeof secret === 'string' ? { source: secret, target: secret } : secret));

/** `volume:place:ro` */
export const volumesOf = ({ volumes = [] }: Container): readonly Mounted[] =>
  volumes.map((volume) => {
    const [source = '', target = ''] = volume.split(':');
    return { source, target };
  });

export interface Stage {
  readonly name: string;
  readonly from: string;
  readonly instructions: readonly string[];
}

/** The stages of a Dockerfile in order, each instruction on one line. */
export const stagesOf = (dockerfile: string): readonly Stage[] => {
  const lines = dockerfile
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  const stages: { name: string; from: string; instructions: string[] }[] = [];
  for (const line of lines) {
    const [, from = '', name = ''] = /^FROM (\S+) AS (\S+)$/.exec(line) ?? [];
    if (line.startsWith('FROM')) stages.push({ name, from, instructions: [] });
    else stages.at(-1)?.instructions.push(line);
  }
  return stages;
};
