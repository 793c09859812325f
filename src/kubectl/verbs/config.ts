import { Failure, usageFailure } from '../failure.ts'
import type { Flag } from '../flags.ts'
import { TABLE_LAYOUT, TabWriter } from '../tabwriter.ts'
import type { Call, Verb } from '../verb.ts'
import { say } from './call.ts'

const CONTEXT = 'kubernetes-admin@kubernetes'
const CLUSTER = 'kubernetes'
const USER = 'kubernetes-admin'
const SERVER = 'https://192.168.1.10:6443'

function namespaceOf({ io }: Call): string {
  const namespace = io.config?.namespace ?? 'default'
  return namespace === 'default' ? '' : namespace
}

const view: Verb = {
  name: 'view',
  usage: '[flags]',
  short: 'Display merged kubeconfig settings',
  flags: [
    { name: 'minify', type: 'bool', value: 'false', help: 'Only what the current context uses.' },
  ],
  unsupported: ['flatten', 'merge', 'output', 'raw', 'template'],
  *run(call) {
    const namespace = namespaceOf(call)
    yield {
      out: `apiVersion: v1
clusters:
- cluster:
    certificate-authority-data: DATA+OMITTED
    server: ${SERVER}
  name: ${CLUSTER}
contexts:
- context:
    cluster: ${CLUSTER}
${namespace === '' ? '' : `    namespace: ${namespace}\n`}    user: ${USER}
  name: ${CONTEXT}
current-context: ${CONTEXT}
kind: Config
users:
- name: ${USER}
  user:
    client-certificate-data: DATA+OMITTED
    client-key-data: DATA+OMITTED
`,
    }
    return 0
  },
}

const currentContext: Verb = {
  name: 'current-context',
  usage: '',
  short: 'Display the current-context',
  flags: [],
  *run() {
    yield* say(CONTEXT)
    return 0
  },
}

const getContexts: Verb = {
  name: 'get-contexts',
  usage: '',
  short: 'Describe one or many contexts',
  flags: [],
  *run(call) {
    const writer = new TabWriter(TABLE_LAYOUT)
    writer.write('CURRENT\tNAME\tCLUSTER\tAUTHINFO\tNAMESPACE\n')
    writer.write(`*\t${CONTEXT}\t${CLUSTER}\t${USER}\t${namespaceOf(call)}\n`)
    yield { out: writer.take() }
    return 0
  },
}

const CURRENT: Flag = {
  name: 'current',
  type: 'bool',
  value: 'false',
  help: 'The current context.',
}

const setContext: Verb = {
  name: 'set-context',
  usage: '[NAME | --current] [--namespace=namespace]',
  short: 'Set a context entry in kubeconfig',
  examples: ['kubectl config set-context --current --namespace=web'],
  flags: [CURRENT],
  *run(call) {
    const { args, flags, io, path } = call
    const [name = CONTEXT] = args
    if (args.length === 0 && !flags.bool('current')) throw usageFailure(path, 'Unexpected args: []')
    if (args.length > 0 && flags.bool('current'))
      throw new Failure('--current is set along with a context name')
    if (name !== CONTEXT) throw new Failure(`orrery knows one context only: ${CONTEXT}`)
    if (!io.config) throw new Failure('orrery keeps no configuration here: use -n')
    if (call.namespaceGiven) io.config.namespace = call.namespace
    yield* say(`Context ${JSON.stringify(name)} modified.`)
    return 0
  },
}

const useContext: Verb = {
  name: 'use-context',
  aliases: ['use'],
  usage: 'CONTEXT_NAME',
  short: 'Set the current-context in a kubeconfig file',
  flags: [],
  *run({ args, path }) {
    const [name] = args
    if (name === undefined || args.length > 1)
      throw usageFailure(path, `accepts 1 arg(s), received ${args.length}`)
    if (name !== CONTEXT)
      throw new Failure(`no context exists with the name: ${JSON.stringify(name)}`)
    yield* say(`Switched to context ${JSON.stringify(name)}.`)
    return 0
  },
}

export const config: Verb = {
  name: 'config',
  usage: 'SUBCOMMAND',
  short: 'Modify kubeconfig files',
  flags: [],
  subcommands: [currentContext, getContexts, setContext, useContext, view],
}
