import type { Kind } from '../sim/index.ts'
import { beginAction, dismissAction, updateAction } from './actions.ts'
import { type CommandResult, runKubectl } from './commands.ts'
import {
  bindLine,
  deleteLine,
  drainLine,
  type Grace,
  type Line,
  nodeLine,
  patchLine,
  scaleLine,
} from './lines.ts'
import { claimRefPatch } from './patches.ts'
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
  // The user went back to before this command: nobody waits for its answer any more.
  if (result.undone) {
    dismissAction(id)
    return result
  }
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

/** Runs a line that was put together elsewhere. */
export function runLine({ command, stdin, near }: Line): Promise<CommandResult> {
  return run(command, stdin, { near })
}

export function deletePod(
  namespace: string,
  name: string,
  grace: Grace = 'usual',
): Promise<CommandResult> {
  return runLine(deleteLine({ kind: 'Pod', namespace, name }, grace))
}

/** Deletes an object of any kind; a pod through `deletePod`. */
export function deleteObject(kind: Kind, namespace: string, name: string): Promise<CommandResult> {
  return runLine(deleteLine({ kind, namespace, name }))
}

export function scale(
  kind: Kind,
  namespace: string,
  name: string,
  replicas: number,
): Promise<CommandResult> {
  return runLine(scaleLine({ kind, namespace, name }, replicas))
}

export function cordon(node: string): Promise<CommandResult> {
  return runLine(nodeLine('cordon', node))
}

export function uncordon(node: string): Promise<CommandResult> {
  return runLine(nodeLine('uncordon', node))
}

export function drain(node: string, force = false): Promise<CommandResult> {
  return runLine(drainLine(node, force))
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
  return runLine(bindLine(namespace, pod, node))
}

/** Reserves a volume for a claim, so that the binder binds the two and no others. */
export function bindVolume(
  volume: string,
  namespace: string,
  claim: string,
): Promise<CommandResult> {
  const target = { kind: 'PersistentVolume', namespace: '', name: volume } as const
  return runLine(patchLine(target, claimRefPatch(namespace, claim), 'merge'))
}
