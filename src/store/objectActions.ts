import { type ApiObject, findKindSpec, keyOf } from '../sim/index.ts'
import { cordon, runLine, scale, uncordon } from './intents.ts'
import { actOnMachine, type MachineAct, machineState } from './labActs.ts'
import { inNamespace, patchLine, type RolloutStep, rolloutLine, type Target } from './lines.ts'
import { explainThing } from './looking.ts'
import { noSelectorPatch, templateOf } from './patches.ts'
import { type FormName, type Point, type Popup, popupCell } from './popups.ts'
import { runInTerminal } from './typed.ts'
import { type InspectorTab, uiStore } from './ui.ts'
import { quoted } from './words.ts'

/** What can be done with a thing; `menu.NAME` is its text. */
export interface ObjectAction {
  readonly name: ActionName
  readonly group: 'look' | 'change' | 'move' | 'end'
  readonly values?: Readonly<Record<string, string | number>>
  readonly danger?: true
  /** Does it, or asks what is missing in a small window at the point. */
  run(at: Point): void
}

export type ActionName =
  | 'inspect'
  | 'why'
  | 'describe'
  | 'what'
  | 'logs'
  | 'yaml'
  | 'copyName'
  | 'more'
  | 'less'
  | 'scale'
  | 'load'
  | 'image'
  | 'restart'
  | 'undoRollout'
  | 'pauseRollout'
  | 'resumeRollout'
  | 'history'
  | 'unpin'
  | 'suspend'
  | 'resume'
  | 'label'
  | 'annotate'
  | 'expand'
  | 'bind'
  | 'move'
  | 'reserve'
  | 'mountOn'
  | 'putFile'
  | 'cordon'
  | 'uncordon'
  | 'taint'
  | 'powerOff'
  | 'powerOn'
  | 'stopKubelet'
  | 'startKubelet'
  | 'drain'
  | 'remove'
  | 'delete'

export function targetOf(object: ApiObject): Target {
  const { name, namespace = '' } = object.metadata
  return { kind: object.kind, namespace, name }
}

function stageIdOf(object: ApiObject): string {
  return `${object.kind}|${keyOf(object)}`
}

type Plain = Exclude<Popup['sort'], 'move' | 'mount' | 'form' | 'cannot' | 'put'>

function ask(object: ApiObject, sort: Plain) {
  return (at: Point) => popupCell.set({ sort, id: stageIdOf(object), at })
}

function form(object: ApiObject, name: FormName) {
  return (at: Point) => popupCell.set({ sort: 'form', form: name, id: stageIdOf(object), at })
}

function look(object: ApiObject, tab: InspectorTab) {
  return () => {
    const ui = uiStore.getState()
    ui.select({ kind: object.kind, key: keyOf(object) })
    ui.setTab(tab)
    ui.togglePanel('inspector', true)
    ui.setPlace('inspector')
  }
}

/** Fields that only the server writes. */
const OWN_META = [
  'uid',
  'resourceVersion',
  'creationTimestamp',
  'generation',
  'managedFields',
  'selfLink',
]

/** The object as its author could have written it. Pure. */
export function editable(object: ApiObject): unknown {
  const { status: _, metadata, ...rest } = object as ApiObject & { readonly status?: unknown }
  const own = Object.fromEntries(
    Object.entries(metadata).filter(([field]) => !OWN_META.includes(field)),
  )
  const { apiVersion, kind, ...body } = rest
  return { apiVersion, kind, metadata: own, ...body }
}

async function putFile(object: ApiObject, at: Point): Promise<void> {
  const { chooseFile } = await import('./putFile.ts')
  chooseFile((file) => popupCell.set({ sort: 'put', id: stageIdOf(object), file, at }))
}

async function editYaml(object: ApiObject): Promise<void> {
  const { toYaml } = await import('../kubectl/yamlWriter.ts')
  uiStore.getState().openApply(toYaml(editable(object)), `${object.metadata.name}.yaml`)
}

function inTerminal(object: ApiObject, words: string) {
  const { name, namespace } = targetOf(object)
  return () => runInTerminal(`kubectl ${words} ${quoted(name)}${inNamespace(namespace)}`)
}

function lookActions(object: ApiObject): readonly ObjectAction[] {
  const kind = object.kind.toLowerCase()
  return [
    { name: 'inspect', group: 'look', run: look(object, 'overview') },
    { name: 'why', group: 'look', run: look(object, 'why') },
    { name: 'describe', group: 'look', run: inTerminal(object, `describe ${kind}`) },
    { name: 'what', group: 'look', run: (at) => explainThing(stageIdOf(object), at) },
  ]
}

function textActions(object: ApiObject): readonly ObjectAction[] {
  return [
    { name: 'label', group: 'change', run: form(object, 'label') },
    { name: 'annotate', group: 'change', run: form(object, 'annotate') },
    { name: 'yaml', group: 'change', run: () => void editYaml(object) },
    {
      name: 'copyName',
      group: 'change',
      run: () => void navigator.clipboard?.writeText(object.metadata.name).catch(() => undefined),
    },
  ]
}

function replicasOf(object: ApiObject): number | undefined {
  if (!findKindSpec(object.kind)?.subresources.includes('scale')) return undefined
  return 'spec' in object && 'replicas' in object.spec ? (object.spec.replicas ?? 1) : 1
}

function scaleActions(object: ApiObject): readonly ObjectAction[] {
  const now = replicasOf(object)
  if (now === undefined) return []
  const { kind, namespace, name } = targetOf(object)
  const to = (count: number): Pick<ObjectAction, 'values' | 'run'> => ({
    values: { count },
    run: () => void scale(kind, namespace, name, count),
  })
  return [
    { name: 'more', group: 'change', ...to(now + 1) },
    ...(now === 0 ? [] : [{ name: 'less' as const, group: 'change' as const, ...to(now - 1) }]),
    { name: 'scale', group: 'change', run: form(object, 'scale') },
  ]
}

/** Kinds whose pods somebody outside can ask for something. */
const ASKED: ReadonlySet<string> = new Set([
  'Deployment',
  'ReplicaSet',
  'StatefulSet',
  'DaemonSet',
  'ReplicationController',
])

function loadActions(object: ApiObject): readonly ObjectAction[] {
  return ASKED.has(object.kind)
    ? [{ name: 'load', group: 'change', run: form(object, 'load') }]
    : []
}

function rollout(object: ApiObject, name: ActionName, step: RolloutStep): ObjectAction {
  return { name, group: 'change', run: () => void runLine(rolloutLine(targetOf(object), step)) }
}

const ROLLED: ReadonlySet<string> = new Set(['Deployment', 'DaemonSet', 'StatefulSet'])

function rolloutActions(object: ApiObject): readonly ObjectAction[] {
  if (!templateOf(object)) return []
  const image: ObjectAction = { name: 'image', group: 'change', run: form(object, 'image') }
  if (!ROLLED.has(object.kind)) return [image]
  const actions: ObjectAction[] = [
    image,
    rollout(object, 'restart', 'restart'),
    rollout(object, 'undoRollout', 'undo'),
    {
      name: 'history',
      group: 'look',
      run: inTerminal(object, `rollout history ${object.kind.toLowerCase()}`),
    },
  ]
  if (object.kind === 'Deployment')
    actions.push(
      object.spec.paused
        ? rollout(object, 'resumeRollout', 'resume')
        : rollout(object, 'pauseRollout', 'pause'),
    )
  return actions
}

const HOSTNAME = 'kubernetes.io/hostname'

function workloadActions(object: ApiObject): readonly ObjectAction[] {
  const pinned = templateOf(object)?.nodeSelector?.[HOSTNAME]
  const target = targetOf(object)
  const unpin: ObjectAction = {
    name: 'unpin',
    group: 'move',
    values: { node: pinned ?? '' },
    run: () => void runLine(patchLine(target, noSelectorPatch(object.kind))),
  }
  return [
    ...scaleActions(object),
    ...loadActions(object),
    ...rolloutActions(object),
    ...(pinned === undefined ? [] : [unpin]),
    ...suspendActions(object),
  ]
}

function suspendActions(object: ApiObject): readonly ObjectAction[] {
  if (object.kind !== 'CronJob' && object.kind !== 'Job') return []
  const suspend = object.spec.suspend !== true
  return [
    {
      name: suspend ? 'suspend' : 'resume',
      group: 'change',
      run: () => void runLine(patchLine(targetOf(object), { spec: { suspend } })),
    },
  ]
}

function machineActions(name: string): readonly ObjectAction[] {
  const state = machineState(name)
  if (!state) return []
  const act = (action: ActionName, type: MachineAct): ObjectAction => ({
    name: action,
    group: 'change',
    run: () => void actOnMachine(type, name),
  })
  if (!state.powered) return [act('powerOn', 'power-on')]
  return [
    state.kubelet ? act('stopKubelet', 'stop-kubelet') : act('startKubelet', 'start-kubelet'),
    act('powerOff', 'power-off'),
  ]
}

function nodeActions(object: ApiObject & { readonly kind: 'Node' }): readonly ObjectAction[] {
  const { name } = object.metadata
  return [
    object.spec.unschedulable
      ? { name: 'uncordon', group: 'change', run: () => void uncordon(name) }
      : { name: 'cordon', group: 'change', run: () => void cordon(name) },
    { name: 'taint', group: 'change', run: form(object, 'taint') },
    ...machineActions(name),
  ]
}

function nodeEnds(object: ApiObject): readonly ObjectAction[] {
  const drain: ObjectAction = {
    name: 'drain',
    group: 'end',
    run: ask(object, 'drain'),
    danger: true,
  }
  if (!machineState(object.metadata.name)) return [drain]
  return [drain, { name: 'remove', group: 'end', run: form(object, 'remove'), danger: true }]
}

function ownActions(object: ApiObject): readonly ObjectAction[] {
  switch (object.kind) {
    case 'Pod': {
      const name = (object.spec.nodeName ?? '') === '' ? 'bind' : 'move'
      return [
        { name: 'logs', group: 'look', run: inTerminal(object, 'logs') },
        { name, group: 'move', run: ask(object, 'bind') },
      ]
    }
    case 'Node':
      return nodeActions(object)
    case 'PersistentVolume':
      return [{ name: 'reserve', group: 'move', run: ask(object, 'reserve') }]
    case 'PersistentVolumeClaim':
      return [
        { name: 'mountOn', group: 'move', run: ask(object, 'mountOn') },
        { name: 'expand', group: 'change', run: form(object, 'expand') },
      ]
    case 'ConfigMap':
    case 'Secret':
      return [
        { name: 'mountOn', group: 'move', run: ask(object, 'mountOn') },
        { name: 'putFile', group: 'change', run: (at) => void putFile(object, at) },
      ]
    default:
      return workloadActions(object)
  }
}

const ORDER = ['look', 'move', 'change', 'end'] as const

/** What one can do with a thing: the same as by dragging, and more. In the order of the menu, the last is deletion. */
export function actionsOf(object: ApiObject): readonly ObjectAction[] {
  const all: readonly ObjectAction[] = [
    ...lookActions(object),
    ...ownActions(object),
    ...textActions(object),
    ...(object.kind === 'Node' ? nodeEnds(object) : []),
    { name: 'delete', group: 'end', run: ask(object, 'delete'), danger: true },
  ]
  return ORDER.flatMap((group) => all.filter((action) => action.group === group))
}
