import type { Kind } from '../sim/index.ts'
import { beginAction, updateAction } from './actions.ts'
import { type CommandResult, runKubectl } from './commands.ts'
import { quoted, wordsOf } from './words.ts'

interface RunDetails {
  /** `Kind namespace/name` where the user acted. */
  readonly near?: string | undefined
  readonly readFile?: (path: string) => string | undefined
}

/**
 * Does what the user asked for as one kubectl command line, and writes it down with its answer. Never rejects:
 * a refusal is a code other than 0 with the API's words on stderr.
 */
export async function run(
  command: string,
  stdin?: string,
  details: RunDetails = {},
): Promise<CommandResult> {
  const id = beginAction(command, {
    ...(stdin === undefined ? {} : { stdin }),
    ...(details.near === undefined ? {} : { near: details.near }),
  })
  const result = await attempt(command, stdin, details, (message) => updateAction(id, { message }))
  const message = (
    result.code === 0 ? result.stdout || result.stderr : result.stderr || result.stdout
  ).trim()
  updateAction(id, { state: result.code === 0 ? 'done' : 'refused', message })
  return result
}

async function attempt(
  command: string,
  stdin: string | undefined,
  details: RunDetails,
  said: (message: string) => void,
): Promise<CommandResult> {
  const [program, ...argv] = wordsOf(command) ?? []
  if (program !== 'kubectl')
    return { stdout: '', stderr: `not a kubectl command: ${command}`, code: 127 }
  let message = ''
  try {
    return await runKubectl(argv, {
      stdin,
      readFile: details.readFile,
      onOutput: (text) => {
        message += text
        said(message.trim())
      },
    })
  } catch (error) {
    return { stdout: '', stderr: error instanceof Error ? error.message : String(error), code: 1 }
  }
}

function inNamespace(namespace: string): string {
  return namespace === '' || namespace === 'default' ? '' : ` -n ${quoted(namespace)}`
}

export function deletePod(namespace: string, name: string): Promise<CommandResult> {
  return run(`kubectl delete pod ${quoted(name)}${inNamespace(namespace)}`, undefined, {
    near: `Pod ${namespace}/${name}`,
  })
}

/** Deletes an object of any kind; a pod through `deletePod`. */
export function deleteObject(kind: Kind, namespace: string, name: string): Promise<CommandResult> {
  return run(
    `kubectl delete ${kind.toLowerCase()} ${quoted(name)}${inNamespace(namespace)}`,
    undefined,
    { near: `${kind} ${namespace}/${name}` },
  )
}

export function scale(
  kind: Kind,
  namespace: string,
  name: string,
  replicas: number,
): Promise<CommandResult> {
  const target = `${kind.toLowerCase()} ${quoted(name)}`
  return run(`kubectl scale ${target} --replicas=${replicas}${inNamespace(namespace)}`, undefined, {
    near: `${kind} ${namespace}/${name}`,
  })
}

export function cordon(node: string): Promise<CommandResult> {
  return run(`kubectl cordon ${quoted(node)}`, undefined, { near: `Node /${node}` })
}

export function uncordon(node: string): Promise<CommandResult> {
  return run(`kubectl uncordon ${quoted(node)}`, undefined, { near: `Node /${node}` })
}

export function drain(node: string): Promise<CommandResult> {
  return run(`kubectl drain ${quoted(node)} --ignore-daemonsets`, undefined, {
    near: `Node /${node}`,
  })
}

/** Applies a text of one or many documents, as `kubectl apply -f FILENAME` would. */
export function applyYaml(text: string, filename: string): Promise<CommandResult> {
  if (filename === '') return run('kubectl apply -f -', text)
  return run(`kubectl apply -f ${quoted(filename)}`, undefined, {
    readFile: (path) => (path === filename ? text : undefined),
  })
}

/** Posts the Binding that the scheduler would post. */
export function bindPod(namespace: string, pod: string, node: string): Promise<CommandResult> {
  const binding = {
    apiVersion: 'v1',
    kind: 'Binding',
    metadata: { name: pod, namespace },
    target: { apiVersion: 'v1', kind: 'Node', name: node },
  }
  const path = `/api/v1/namespaces/${namespace}/pods/${pod}/binding`
  return run(`kubectl create --raw ${path} -f -`, JSON.stringify(binding), {
    near: `Pod ${namespace}/${pod}`,
  })
}

/** Reserves a volume for a claim, so that the binder binds the two and no others. */
export function bindVolume(
  volume: string,
  namespace: string,
  claim: string,
): Promise<CommandResult> {
  const patch = JSON.stringify({ spec: { claimRef: { namespace, name: claim } } })
  return run(`kubectl patch pv ${quoted(volume)} --type=merge -p ${quoted(patch)}`, undefined, {
    near: `PersistentVolume /${volume}`,
  })
}
