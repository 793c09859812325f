import { type PatchRequest, semanticEqual } from '../../sim/index.ts'
import type { PodTemplateSpec, ReplicaSet } from '../../sim/types/index.ts'
import { Failure, shown, throwAll } from '../failure.ts'
import type { Doing } from '../signal.ts'
import { type Found, selectTargets } from '../targets.ts'
import type { Call, Verb } from '../verb.ts'
import { dryRunOf, dryRunSuffix, LAST_APPLIED, say, typeName, warn } from './call.ts'
import { DRY_RUN, FILENAME, OUTPUT, RECURSIVE, SELECTOR } from './common.ts'
import { type Revision, type Rollable, revisionsOf, rollableOf, withoutHash } from './revisions.ts'
import { templateText } from './rolloutHistory.ts'

export const undo: Verb = {
  name: 'undo',
  usage: '(TYPE NAME | TYPE/NAME) [flags]',
  short: 'Undo a previous rollout',
  examples: [
    'kubectl rollout undo deployment/abc',
    'kubectl rollout undo deployment/abc --to-revision=3',
  ],
  flags: [
    DRY_RUN,
    FILENAME,
    OUTPUT,
    RECURSIVE,
    SELECTOR,
    {
      name: 'to-revision',
      type: 'int',
      value: '0',
      help: 'The revision to go back to; 0 is the one before.',
    },
  ],
  unsupported: ['kustomize', 'template', 'allow-missing-template-keys', 'show-managed-fields'],
  *run(call) {
    if (call.args.length === 0 && call.flags.list('filename').length === 0)
      throw new Failure('required resource not specified')
    const targets = selectTargets(call, { listAll: true })
    const errors: Error[] = [...targets.errors]
    for (const found of targets.found) {
      try {
        yield* undoOne(call, found)
      } catch (error) {
        errors.push(shown(error))
      }
    }
    throwAll(errors)
    return 0
  },
}

// k8s: kubectl/pkg/polymorphichelpers DeploymentRollbacker.Rollback and its siblings (1.36)
function* undoOne(call: Call, found: Found): Doing {
  const { cluster, flags } = call
  const object = rollableOf(found, 'undo')
  const { name, annotations = {} } = object.metadata
  if (cluster.profile.kubectl.undoWarning && Object.hasOwn(annotations, LAST_APPLIED))
    yield* warn(
      `resource ${found.spec.plural}/${name} was previously managed with 'kubectl apply'. Rolling back will not update the ${LAST_APPLIED} annotation, which may cause unexpected behavior on future 'kubectl apply' operations. Consider using 'kubectl apply' with your previous configuration file instead.`,
    )
  const to = flags.int('to-revision')
  if (to < 0) throw new Failure(`unable to find specified revision ${to} in history`)
  const revision = chosen(revisionsOf(cluster, object), object, to)
  const title = `${typeName(found.spec)}/${name}`
  const dryRun = dryRunOf(call)
  if (dryRun === 'client') {
    yield* say(`${title} ${templateText(revision)}${dryRunSuffix(dryRun)}`)
    return
  }
  if (object.kind === 'Deployment' && object.spec.paused)
    throw new Failure(
      "you cannot rollback a paused deployment; resume it first with 'kubectl rollout resume' and try again",
    )
  const template = withoutHash(revision.template as PodTemplateSpec)
  if (semanticEqual(template, withoutHash(object.spec.template))) {
    yield* say(`${title} skipped rollback (current template already matches revision ${to})`)
    return
  }
  goBack(call, object, revision, template)
  yield* say(`${title} rolled back${dryRunSuffix(dryRun)}`)
}

function goBack(
  { cluster, flags }: Call,
  object: Rollable,
  revision: Revision,
  template: PodTemplateSpec,
): void {
  const { name, namespace = '', annotations = {} } = object.metadata
  const { keeper } = revision
  const request: PatchRequest =
    keeper.kind === 'ControllerRevision'
      ? { type: 'strategic', patch: keeper.data as PatchRequest['patch'] }
      : {
          type: 'json',
          patch: [
            { op: 'replace', path: '/spec/template', value: template },
            { op: 'replace', path: '/metadata/annotations', value: restored(annotations, keeper) },
          ],
        }
  const dryRun = flags.text('dry-run') === 'server'
  cluster.patch(object.kind, namespace, name, request, { dryRun })
}

function chosen(revisions: readonly Revision[], object: Rollable, to: number): Revision {
  const found = to === 0 ? revisions.at(-2) : revisions.find(({ number }) => number === to)
  if (found) return found
  if (to > 0) throw new Failure(`unable to find specified revision ${to} in history`)
  throw new Failure(
    object.kind === 'Deployment'
      ? `no rollout history found for deployment ${JSON.stringify(object.metadata.name)}`
      : 'no last revision to roll back to',
  )
}

/** Annotations that belong to the deployment or the ReplicaSet alone. */
const OWN = new Set([
  LAST_APPLIED,
  'deployment.kubernetes.io/revision',
  'deployment.kubernetes.io/revision-history',
  'deployment.kubernetes.io/desired-replicas',
  'deployment.kubernetes.io/max-replicas',
  'deprecated.deployment.rollback.to',
])

function restored(
  now: Readonly<Record<string, string>>,
  set: ReplicaSet,
): Readonly<Record<string, string>> {
  const kept = Object.entries(now).filter(([key]) => OWN.has(key))
  const back = Object.entries(set.metadata.annotations ?? {}).filter(([key]) => !OWN.has(key))
  return Object.fromEntries([...kept, ...back])
}
