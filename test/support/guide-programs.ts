import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** The programs of the bank guide, each word for word in a file of its own, and how they are built and run. */
export interface GuideProgram {
  readonly language: string;
  /** Of the report that it sends. */
  readonly reportId: string;
  /** What is called, with its arguments. */
  readonly command: readonly string[];
}

interface Toolchain {
  readonly file: string;
  /** Gets the library of CloudEvents; throws where it, or the compiler, is not to be had. */
  readonly fetched?: (folder: string) => void;
  readonly built?: (folder: string) => void;
  readonly command: (folder: string) => readonly string[];
}

const called = (folder: string, [program = '', ...args]: readonly string[]): void => {
  execFileSync(program, args, { cwd: folder, stdio: 'pipe', timeout: 240_000 });
};

const javaLibrary = { group: 'io.cloudevents', artifact: 'cloudevents-json-jackson', version: '4.0.2' };
const goLibrary = 'github.com/cloudevents/sdk-go/v2@v2.14.0';
const netLibrary = { name: 'CloudNative.CloudEvents.SystemTextJson', version: '2.9.0' };

const pom = ({ group, artifact, version }: typeof javaLibrary): string => `<project>
<modelVersion>4.0.0</modelVersion><groupId>x</groupId><artifactId>x</artifactId><version>1</version>
<dependencies><dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${version}</version></dependency></dependencies>
</project>`;

/** By the language of the block in the guide. */
const toolchains: Readonly<Record<string, Toolchain>> = {
  js: {
    file: 'send.mjs',
    command: (folder) => [process.execPath, path.join(folder, 'send.mjs')],
  },
  python: {
    file: 'send.py',
    fetched: (folder) => called(folder, ['python3', '--version']),
    command: (folder) => ['python3', path.join(folder, 'send.py')],
  },
  csharp: {
    file: 'Program.cs',
    fetched: (folder) => {
      const { name, version } = netLibrary;
      called(folder, ['dotnet', 'new', 'console', '--name', 'send', '--output', '.', '--force']);
      called(folder, ['dotnet', 'add', 'package', name, '--version', version]);
    },
    built: (folder) => called(folder, ['dotnet', 'build', '--output', 'out']),
    command: (folder) => ['dotnet', path.join(folder, 'out/send.dll')],
  },
  java: {
    file: 'Send.java',
    fetched: (folder) => {
      called(folder, ['javac', '--version']);
      if (existsSync(path.join(folder, 'jars'))) return;
      writeFileSync(path.join(folder, 'pom.xml'), pom(javaLibrary));
      called(folder, ['mvn', '--batch-mode', 'dependency:copy-dependencies', '-DoutputDirectory=jars']);
    },
    built: (folder) => called(folder, ['javac', '-cp', 'jars/*', '-d', 'classes', 'Send.java']),
    command: (folder) => ['java', '-cp', `${folder}/classes:${folder}/jars/*`, 'Send'],
  },
  go: {
    file: 'main.go',
    fetched: (folder) => {
      if (!existsSync(path.join(folder, 'go.mod'))) called(folder, ['go', 'mod', 'init', 'send']);
      called(folder, ['go', 'get', goLibrary]);
    },
    built: (folder) => called(folder, ['go', 'build', '-o', 'send', '.']),
    command: (folder) => [path.join(folder, 'send')],
  },
};

const guide = readFileSync('docs/guides/bank.md', 'utf8');
const blockIn = (language: string): string =>
  new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'm').exec(guide)?.[1] ?? '';
/** None is repeated, so that none of the programs finds its report recorded by another. */
const idIn = (program: string): string => /\b2024-05-06-0007\d\d\b/.exec(program)?.[0] ?? '';

/** Written, with what they need. Those whose library or compiler is not to be had are told, and left out. */
export const guidePrograms = (languages: number): readonly GuideProgram[] =>
  Object.entries(toolchains)
    .slice(0, languages)
    .flatMap(([language, { file, fetched, built, command }]) => {
      // Below the project, where its packages are found.
      const folder = path.resolve('.cache/bank-guide-programs', language);
      const program = blockIn(language);
      mkdirSync(folder, { recursive: true });
      try {
        fetched?.(folder);
      } catch (error) {
        console.log(`The program in ${language} is left out: ${(error as Error).message}`);
        return [];
      }
      writeFileSync(path.join(folder, file), program);
      built?.(folder);
      return [{ language, reportId: idIn(program), command: command(folder) }];
    });
