import type { Flag } from './flags.ts'
import type { Verb } from './verb.ts'

function flagText(flag: Flag): string {
  const short = flag.short === undefined ? '    ' : `-${flag.short}, `
  const fallback =
    flag.type === 'string' || flag.type === 'list' || flag.type === 'each'
      ? `'${flag.value ?? ''}'`
      : (flag.value ?? "''")
  const value = flag.type === 'list' || flag.type === 'each' ? '[]' : fallback
  return `    ${short}--${flag.name}=${value}:\n\t${flag.help}\n`
}

function listCommands(verbs: readonly Verb[]): string {
  const width = Math.max(...verbs.map((verb) => verb.name.length))
  return verbs.map((verb) => `  ${verb.name.padEnd(width)}   ${verb.short}\n`).join('')
}

/** The help of one command. */
export function verbHelp(path: string, verb: Verb): string {
  const parts = [`${verb.short}\n`]
  if (verb.examples?.length)
    parts.push(`Examples:\n${verb.examples.map((line) => `  ${line}\n`).join('')}`)
  if (verb.subcommands?.length) parts.push(`Available Commands:\n${listCommands(verb.subcommands)}`)
  const flags = [...verb.flags].sort((a, b) => (a.name < b.name ? -1 : 1))
  if (flags.length > 0) parts.push(`Options:\n${flags.map(flagText).join('\n')}`)
  parts.push(`Usage:\n  ${path} ${verb.usage === '' ? '' : `${verb.usage} `}[options]\n`)
  if (verb.subcommands?.length)
    parts.push(`Use "${path} <command> --help" for more information about a given command.\n`)
  parts.push(
    'Use "kubectl options" for a list of global command-line options (applies to all commands).\n',
  )
  return parts.join('\n')
}

/** What kubectl says when it is given no command. */
export function rootHelp(verbs: readonly Verb[]): string {
  return [
    'kubectl controls the Kubernetes cluster manager.\n',
    `Commands:\n${listCommands(verbs)}`,
    'Usage:\n  kubectl [flags] [options]\n',
    'Use "kubectl <command> --help" for more information about a given command.\n',
  ].join('\n')
}

export function globalHelp(flags: readonly Flag[]): string {
  return `The following options can be passed to any command:\n\n${flags.map(flagText).join('\n')}`
}
