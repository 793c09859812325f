import { ApiError } from '../../sim/errors.ts'
import type { KindSpec } from '../../sim/index.ts'
import { Failure } from '../failure.ts'
import type { Doing } from '../signal.ts'
import type { Call } from '../verb.ts'

export type DryRun = 'none' | 'client' | 'server'

// k8s: kubectl/pkg/cmd/util GetDryRunStrategy (1.36)
export function dryRunOf({ flags }: Call): DryRun {
  const value = flags.text('dry-run')
  if (value === 'client' || value === 'server' || value === 'none') return value
  if (value === '') return 'none'
  if (value === 'unchanged')
    throw new Failure(
      '--dry-run flag without a value was specified. A value must be set: "none", "server", or "client".',
    )
  throw new Failure(`Invalid dry-run value (${value}). Must be "none", "server", or "client".`)
}

export function dryRunSuffix(dryRun: DryRun): string {
  if (dryRun === 'none') return ''
  return dryRun === 'client' ? ' (dry run)' : ' (server dry run)'
}

/** `deployment.apps`, as kubectl names a type before an object's name. */
export function typeName(spec: Pick<KindSpec, 'kind' | 'group'>): string {
  const kind = spec.kind.toLowerCase()
  return spec.group === '' ? kind : `${kind}.${spec.group}`
}

/** `deployments.apps`. */
export function pluralName(spec: Pick<KindSpec, 'plural' | 'group'>): string {
  return spec.group === '' ? spec.plural : `${spec.plural}.${spec.group}`
}

export function* say(text: string): Doing {
  yield { out: `${text}\n` }
}

export function* warn(text: string): Doing {
  yield { err: `Warning: ${text}\n` }
}

/** The warnings that the API added to its answers. */
export function* warnings(texts: readonly string[]): Doing {
  for (const text of texts) yield* warn(text)
}

export function isNotFound(error: unknown): boolean {
  return error instanceof ApiError && error.reason === 'NotFound'
}

/** The change cause that --record notes: the whole command line. */
// k8s: kubectl/pkg/cmd/util parseCommandArguments (1.36)
export function changeCause({ path, args, flags }: Call): string {
  const verb = path.split(' ').slice(1)
  const given = flags.given().map(([name, value]) => `--${name}=${value}`)
  return ['kubectl', ...verb, ...args, ...given].join(' ')
}

export const CHANGE_CAUSE = 'kubernetes.io/change-cause'
export const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration'
