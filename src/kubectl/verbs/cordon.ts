import type { Node } from '../../sim/types/index.ts'
import { Failure, shown, throwAll, usageFailure } from '../failure.ts'
import { labelQuery } from '../query.ts'
import type { Doing } from '../signal.ts'
import type { Call, Verb } from '../verb.ts'
import { dryRunOf, dryRunSuffix, say } from './call.ts'
import { DRY_RUN, SELECTOR } from './common.ts'

export const cordon = cordonVerb('cordon', 'Mark node as unschedulable', true)
export const uncordon = cordonVerb('uncordon', 'Mark node as schedulable', false)

function cordonVerb(name: string, short: string, unschedulable: boolean): Verb {
  return {
    name,
    usage: 'NODE',
    short,
    examples: [`kubectl ${name} w1-k8s`],
    flags: [DRY_RUN, SELECTOR],
    *run(call) {
      const { nodes, errors } = nodesOf(call)
      const failed = [...errors]
      for (const node of nodes) {
        try {
          yield* setUnschedulable(call, node, unschedulable)
        } catch (error) {
          failed.push(shown(error))
        }
      }
      throwAll(failed)
      return 0
    },
  }
}

/** The nodes that a command names, or selects with -l. */
// k8s: kubectl/pkg/cmd/drain DrainCmdOptions.Complete (1.36)
export function nodesOf(call: Call): {
  readonly nodes: readonly Node[]
  readonly errors: readonly Error[]
} {
  const { cluster, args, flags, path } = call
  const selector = flags.text('selector')
  if (args.length === 0 && !flags.changed('selector'))
    throw usageFailure(path, `USAGE: ${path.slice('kubectl '.length)} NODE [flags]`)
  if (args.length > 0 && selector !== '')
    throw new Failure('cannot specify both a node name and a --selector option')
  if (args.length === 0) {
    const matches = labelQuery(selector)
    const nodes = cluster.list('Node', { where: ({ metadata }) => matches(metadata.labels) })
    return { nodes, errors: [] }
  }
  const nodes: Node[] = []
  const errors: Error[] = []
  for (const arg of args) {
    try {
      nodes.push(cluster.get('Node', '', arg.replace(/^(nodes?|no)\//, '')))
    } catch (error) {
      errors.push(shown(error))
    }
  }
  return { nodes, errors }
}

export function* setUnschedulable(call: Call, node: Node, unschedulable: boolean): Doing {
  const { name } = node.metadata
  const word = unschedulable ? 'cordoned' : 'uncordoned'
  const dryRun = dryRunOf(call)
  if ((node.spec.unschedulable ?? false) === unschedulable) {
    yield* say(`node/${name} already ${word}${dryRunSuffix(dryRun)}`)
    return
  }
  if (dryRun !== 'client') {
    const patch = { spec: { unschedulable: unschedulable ? true : null } }
    call.cluster.patch(
      'Node',
      '',
      name,
      { type: 'strategic', patch },
      { dryRun: dryRun === 'server' },
    )
  }
  yield* say(`node/${name} ${word}${dryRunSuffix(dryRun)}`)
}
