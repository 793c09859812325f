import { uncovered } from '../../sim/index.ts'
import type {
  ClusterRole,
  ClusterRoleBinding,
  PolicyRule,
  Role,
  RoleBinding,
  Subject,
} from '../../sim/types/index.ts'
import { Failure, throwAll } from '../failure.ts'
import { loadManifests, type Manifest } from '../manifests.ts'
import { showObjects } from '../show.ts'
import type { Doing } from '../signal.ts'
import type { Call, Verb } from '../verb.ts'
import { dryRunOf, say, typeName } from './call.ts'
import { DRY_RUN, FILENAME, OUTPUT, RECURSIVE } from './common.ts'
import { draftOf } from './post.ts'

type Giver = Role | ClusterRole
type Binding = RoleBinding | ClusterRoleBinding
type Operation = 'none' | 'create' | 'update' | 'recreate'

const GROUP = 'rbac.authorization.k8s.io'
const AUTO_UPDATE = 'rbac.authorization.kubernetes.io/autoupdate'

/** What has to be done so that the cluster grants what a file says, and what that changes. */
interface Plan<T> {
  readonly operation: Operation
  readonly object: T
  readonly opted: boolean
  readonly missing: readonly string[]
  readonly extra: readonly string[]
}

export const reconcile: Verb = {
  name: 'reconcile',
  usage: '-f FILENAME',
  short:
    'Reconciles rules for RBAC role, role binding, cluster role, and cluster role binding objects',
  examples: ['kubectl auth reconcile -f my-rbac-rules.yaml'],
  flags: [
    DRY_RUN,
    FILENAME,
    OUTPUT,
    RECURSIVE,
    {
      name: 'remove-extra-permissions',
      type: 'bool',
      value: 'false',
      help: 'Take away what a role gives beyond the file.',
    },
    {
      name: 'remove-extra-subjects',
      type: 'bool',
      value: 'false',
      help: 'Take away whom a binding names beyond the file.',
    },
  ],
  unsupported: ['allow-missing-template-keys', 'kustomize', 'show-managed-fields', 'template'],
  // k8s: kubectl/pkg/cmd/auth ReconcileOptions.Complete and RunReconcile (1.36)
  *run(call) {
    if (call.flags.list('filename').length === 0) throw new Failure('must specify one of -f and -k')
    if (call.args.length > 0) throw new Failure('no arguments are allowed')
    const dryRun = dryRunOf(call)
    if (dryRun === 'server')
      throw new Failure('--dry-run=server for command reconcile is not supported yet')
    const { manifests, errors } = loadManifests(call)
    for (const manifest of manifests) yield* one(call, manifest, dryRun === 'client')
    throwAll(errors)
    return 0
  },
}

function* one(call: Call, manifest: Manifest, dry: boolean): Doing {
  const { spec, raw } = manifest
  if (spec.group !== GROUP) return
  const { draft } = draftOf(call, spec, raw)
  const isRole = spec.kind === 'Role' || spec.kind === 'ClusterRole'
  const plan = isRole
    ? planRole(call, draft as unknown as Giver)
    : planBinding(call, draft as unknown as Binding)
  if (!dry && !plan.opted) carryOut(call, plan)
  const format = call.flags.text('output')
  if (format === '')
    yield* say(`${typeName(spec)}/${manifest.name} reconciled${dry ? ' (dry run)' : ''}`)
  else yield { out: showObjects(format, [plan.object], true) }
  yield* told(plan, isRole)
}

function found<T extends Giver | Binding>({ cluster }: Call, { kind, metadata }: T): T | undefined {
  return cluster.find(kind, metadata.namespace ?? '', metadata.name) as T | undefined
}

type Words = Readonly<Record<string, string>>

function sameWords(a: Words | undefined, b: Words | undefined): boolean {
  const keys = new Set([...Object.keys(a ?? {}), ...Object.keys(b ?? {})])
  return [...keys].every((key) => a?.[key] === b?.[key])
}

/** The object that is there, with the labels and annotations of the file that it has not. */
function merged<T extends Giver | Binding>(wanted: T, there: T): { object: T; changed: boolean } {
  const labels = { ...wanted.metadata.labels, ...there.metadata.labels }
  const annotations = { ...wanted.metadata.annotations, ...there.metadata.annotations }
  const changed =
    !sameWords(labels, there.metadata.labels) || !sameWords(annotations, there.metadata.annotations)
  const metadata = changed ? { ...there.metadata, labels, annotations } : there.metadata
  return { object: { ...there, metadata }, changed }
}

// k8s: component-helpers/auth/rbac/reconciliation computeReconciledRole (1.36)
function planRole(call: Call, wanted: Giver): Plan<Giver> {
  const there = found(call, wanted)
  const rules = wanted.rules ?? []
  if (!there)
    return {
      operation: 'create',
      object: wanted,
      opted: false,
      missing: rules.map(ruleText),
      extra: [],
    }
  const { object, changed } = merged(wanted, there)
  const own = there.rules ?? []
  const sum = 'aggregationRule' in wanted && wanted.aggregationRule !== undefined
  const missing = sum ? [] : uncovered(own, rules)
  const extra = sum ? [] : uncovered(rules, own)
  const strict = call.flags.bool('remove-extra-permissions')
  const differs = missing.length > 0 || (strict && extra.length > 0)
  const next = differs ? { ...object, rules: strict ? rules : [...own, ...missing] } : object
  return {
    operation: differs || changed ? 'update' : 'none',
    object: next,
    opted: there.metadata.annotations?.[AUTO_UPDATE] === 'false',
    missing: missing.map(ruleText),
    extra: strict ? extra.map(ruleText) : [],
  }
}

function sameSubject(a: Subject, b: Subject): boolean {
  return subjectText(a) === subjectText(b)
}

function without(list: readonly Subject[], others: readonly Subject[]): readonly Subject[] {
  return list.filter((one) => !others.some((other) => sameSubject(one, other)))
}

// k8s: component-helpers/auth/rbac/reconciliation computeReconciledRoleBinding (1.36)
function planBinding(call: Call, wanted: Binding): Plan<Binding> {
  const there = found(call, wanted)
  const subjects = wanted.subjects ?? []
  const strict = call.flags.bool('remove-extra-subjects')
  if (!there)
    return {
      operation: 'create',
      object: wanted,
      opted: false,
      missing: subjects.map(subjectText),
      extra: [],
    }
  const opted = there.metadata.annotations?.[AUTO_UPDATE] === 'false'
  const own = there.subjects ?? []
  const { kind, name } = wanted.roleRef
  if (kind !== there.roleRef.kind || name !== there.roleRef.name)
    return {
      operation: 'recreate',
      object: wanted,
      opted,
      missing: subjects.map(subjectText),
      extra: strict ? own.map(subjectText) : [],
    }
  const { object, changed } = merged(wanted, there)
  const missing = without(subjects, own)
  const extra = without(own, subjects)
  const differs = missing.length > 0 || (strict && extra.length > 0)
  return {
    operation: differs || changed ? 'update' : 'none',
    object: differs ? { ...object, subjects: strict ? subjects : [...own, ...missing] } : object,
    opted,
    missing: missing.map(subjectText),
    extra: strict ? extra.map(subjectText) : [],
  }
}

function carryOut({ cluster }: Call, { operation, object }: Plan<Giver | Binding>): void {
  const { namespace = '', name } = object.metadata
  if (operation === 'none') return
  if (operation === 'update') {
    cluster.update(object)
    return
  }
  if (operation === 'recreate') cluster.delete(object.kind, namespace, name)
  if (namespace !== '' && !cluster.find('Namespace', '', namespace))
    cluster.create<'Namespace'>({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: namespace },
      spec: {},
    })
  cluster.create(object as never)
}

function* told(plan: Plan<unknown>, isRole: boolean): Doing {
  const { operation, opted, missing, extra } = plan
  if (operation === 'none') return
  const caveat = opted ? `, but object opted out (${AUTO_UPDATE}: false)` : ''
  const what = isRole ? 'rules' : 'subjects'
  const list = (title: string, rows: readonly string[]) =>
    rows.length === 0 ? '' : `\t${title}:\n${rows.map((row) => `\t\t${row}\n`).join('')}`
  yield {
    err: `\treconciliation required ${operation}${caveat}\n${list(`missing ${what} added`, missing)}${list(`extra ${what} removed`, extra)}`,
  }
}

/** A rule as Go shows a value of its type. */
function ruleText(rule: PolicyRule): string {
  const list = (words: readonly string[] | undefined) => `[${(words ?? []).join(' ')}]`
  return `{Verbs:${list(rule.verbs)} APIGroups:${list(rule.apiGroups)} Resources:${list(rule.resources)} ResourceNames:${list(rule.resourceNames)} NonResourceURLs:${list(rule.nonResourceURLs)}}`
}

function subjectText({ kind, apiGroup = '', name, namespace = '' }: Subject): string {
  // The file may leave the group of a person to the server.
  const group = apiGroup === '' && kind !== 'ServiceAccount' ? GROUP : apiGroup
  return `{Kind:${kind} APIGroup:${group} Name:${name} Namespace:${namespace}}`
}
