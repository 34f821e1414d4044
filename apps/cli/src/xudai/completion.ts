import type { Command } from 'commander';
import { institutionAnswerShape, issuedKeyShape, projectionName } from '#contract';
import { factValues } from '#facts';
import { csvTypes } from './csv-types.js';

/* A script for bash, and for zsh through its emulation: what may come next after the command that was begun, else files. */

/** What an option of a command takes, and an argument (without a name), where it is one of few. */
const values: Readonly<Record<string, readonly string[]>> = {
  'submit --type': csvTypes,
  template: csvTypes,
  'facts --type': Object.keys(factValues),
  rebuild: projectionName.options,
  'keys issue --role': issuedKeyShape.shape.role.options,
  'institutions register --kind': institutionAnswerShape.shape.kind.options,
};

/** A command by its words, with what may follow it. */
interface Completed {
  readonly words: string;
  readonly next: readonly string[];
}

type Others = Readonly<Record<string, { readonly options: readonly string[] }>>;

const completed = (command: Command, words: readonly string[], others: Others): readonly Completed[] => [
  {
    words: words.join(' '),
    next: [
      ...command.commands.map((each) => each.name()),
      ...command.options.flatMap(({ long, hidden }) => (hidden ? [] : (long ?? []))),
      ...(others[command.name()]?.options ?? ['--profile']),
      ...(values[words.slice(1).join(' ')] ?? []),
      '--json',
      '--help',
    ],
  },
  ...command.commands.flatMap((each) => completed(each, [...words, each.name()], others)),
];

const cased = (pattern: string, candidates: readonly string[]): string =>
  `    '${pattern}') candidates='${[...new Set(candidates)].join(' ')}' ;;`;

export const completionScript = (program: Command, others: Others): string => {
  const name = program.name();
  const all = completed(program, [name], others);
  const ofOptions = Object.entries(values).filter(([place]) => place.includes(' --'));
  return `# ${name} completion: source <(${name} completion)
[ -n "$ZSH_VERSION" ] && autoload -U +X bashcompinit && bashcompinit
_${name}() {
  local words='' word candidates='' before="\${COMP_WORDS[COMP_CWORD-1]}"
  for word in "\${COMP_WORDS[@]:0:COMP_CWORD}"; do
    case '|${all.map(({ words }) => words).join('|')}|' in
      *"|\${words:+$words }\${word##*/}|"*) words="\${words:+$words }\${word##*/}" ;;
    esac
  done
  case "$words $before" in
${ofOptions.map(([place, taken]) => cased(`${name} ${place}`, taken)).join('\n')}
    *' --profile') candidates="$("\${COMP_WORDS[0]}" completion --profiles 2>/dev/null)" ;;
  esac
  [ -n "$candidates" ] || case "$words" in
${all.map(({ words, next }) => cased(words, next)).join('\n')}
  esac
  COMPREPLY=($(compgen -W "$candidates" -f -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -F _${name} ${name}`;
};
