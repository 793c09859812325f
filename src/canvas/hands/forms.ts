import { IMAGES } from '../../scenarios/images.ts'
import type { ApiObject } from '../../sim/index.ts'
import { actOnMachine } from '../../store/labActs.ts'
import {
  imageLine,
  type Line,
  labelLine,
  nearOf,
  patchLine,
  scaleLine,
  taintLine,
} from '../../store/lines.ts'
import { giveLoad, isLoad, loadLine, presentLoad } from '../../store/loads.ts'
import { targetOf } from '../../store/objectActions.ts'
import {
  freePath,
  type MountKind,
  mountPatch,
  selectorOf,
  selectPatch,
  sizePatch,
  templateOf,
} from '../../store/patches.ts'
import type { FormName } from '../../store/popups.ts'
import type { StageKey } from '../text/en.ts'

/** One thing that a form asks. */
export interface Field {
  readonly name: string
  readonly label: StageKey
  readonly type: 'text' | 'number' | 'select'
  /** What may be chosen; for text, what is suggested. Options of one are not asked. */
  readonly options?: readonly { readonly value: string; readonly label?: StageKey }[]
}

export type Values = Readonly<Record<string, string>>

/** A question with its answer as a command line: what will run is shown while it is being answered. */
export interface Form {
  readonly title: StageKey
  readonly titleValues?: Values
  readonly hint?: StageKey
  readonly hintValues?: Values
  readonly start: Values
  readonly yes: StageKey
  readonly danger?: true
  fields(values: Values): readonly Field[]
  /** Undefined while something is missing. */
  line(values: Values): Line | undefined
  /** In place of running the line, for what kubectl cannot do. */
  act?(values: Values): unknown
}

const words = (list: readonly string[]) => list.map((value) => ({ value }))
const filled = (text: string | undefined) => (text ?? '').trim()

function scaleForm(object: ApiObject): Form {
  const now = 'spec' in object && 'replicas' in object.spec ? (object.spec.replicas ?? 1) : 1
  return {
    title: 'form.scale',
    titleValues: { name: object.metadata.name },
    start: { replicas: String(now) },
    yes: 'form.scaleYes',
    fields: () => [{ name: 'replicas', label: 'form.replicas', type: 'number' }],
    line: ({ replicas = '' }) =>
      /^\d+$/.test(replicas) ? scaleLine(targetOf(object), Number(replicas)) : undefined,
  }
}

function imageForm(object: ApiObject): Form {
  const containers = templateOf(object)?.containers ?? []
  const [first] = containers
  return {
    title: 'form.image',
    titleValues: { name: object.metadata.name },
    hint: 'form.rollout',
    start: { container: first?.name ?? '', image: first?.image ?? '' },
    yes: 'form.imageYes',
    fields: () => [
      {
        name: 'container',
        label: 'form.container',
        type: 'select',
        options: words(containers.map((one) => one.name)),
      },
      { name: 'image', label: 'form.imageName', type: 'text', options: words(IMAGES) },
    ],
    line: ({ container = '', image }) =>
      filled(image) === '' ? undefined : imageLine(targetOf(object), container, filled(image)),
  }
}

const EFFECTS = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'] as const

function taintForm(object: ApiObject): Form {
  const there = object.kind === 'Node' ? (object.spec.taints ?? []) : []
  const off = there.map((taint) => `${taint.key}:${taint.effect}-`)
  return {
    title: 'form.taint',
    titleValues: { name: object.metadata.name },
    hint: 'form.taintHint',
    start: { what: 'add', key: 'dedicated', value: 'test', effect: 'NoSchedule' },
    yes: 'form.taintYes',
    fields: ({ what }) => [
      {
        name: 'what',
        label: 'form.taintWhat',
        type: 'select',
        options: [{ value: 'add', label: 'form.taintAdd' }, ...words(off)],
      },
      ...(what === 'add'
        ? ([
            { name: 'key', label: 'form.key', type: 'text' },
            { name: 'value', label: 'form.value', type: 'text' },
            { name: 'effect', label: 'form.effect', type: 'select', options: words(EFFECTS) },
          ] as const)
        : []),
    ],
    line({ what = 'add', key, value, effect = '' }) {
      const { name } = object.metadata
      if (what !== 'add') return taintLine(name, what)
      const pair = filled(value) === '' ? filled(key) : `${filled(key)}=${filled(value)}`
      return filled(key) === '' ? undefined : taintLine(name, `${pair}:${effect}`)
    },
  }
}

function labelForm(verb: 'label' | 'annotate', object: ApiObject): Form {
  return {
    title: verb === 'label' ? 'form.label' : 'form.annotate',
    titleValues: { name: object.metadata.name },
    hint: 'form.labelHint',
    start: { key: '', value: '' },
    yes: 'form.labelYes',
    fields: () => [
      {
        name: 'key',
        label: 'form.key',
        type: 'text',
        options: words(
          Object.keys(object.metadata[verb === 'label' ? 'labels' : 'annotations'] ?? {}),
        ),
      },
      { name: 'value', label: 'form.value', type: 'text' },
    ],
    line({ key, value = '' }) {
      const change = filled(key)
      if (change === '') return undefined
      const whole = change.endsWith('-') ? change : `${change}=${value.trim()}`
      return labelLine(verb, targetOf(object), whole)
    },
  }
}

function expandForm(object: ApiObject): Form {
  const size =
    object.kind === 'PersistentVolumeClaim' ? (object.spec.resources?.requests?.storage ?? '') : ''
  return {
    title: 'form.expand',
    titleValues: { name: object.metadata.name },
    hint: 'form.expandHint',
    start: { size },
    yes: 'form.expandYes',
    fields: () => [{ name: 'size', label: 'form.size', type: 'text' }],
    line: (values) =>
      filled(values.size) === ''
        ? undefined
        : patchLine(targetOf(object), sizePatch(filled(values.size))),
  }
}

/** A machine is no object: the lab takes it away, and its Node stays until somebody deletes it. */
function removeForm(object: ApiObject): Form {
  const { name } = object.metadata
  return {
    title: 'form.remove',
    titleValues: { name },
    hint: 'form.removeHint',
    start: {},
    yes: 'form.removeYes',
    danger: true,
    fields: () => [],
    line: () => ({ command: `lab node remove ${name}`, near: `Node /${name}` }),
    act: () => actOnMachine('remove', name),
  }
}

const LOADS = ['0', '200m', '500m', '1', '2', '50/s']

/** Nobody inside the cluster makes the load: the lab does. */
function loadForm(object: ApiObject): Form {
  const target = targetOf(object)
  return {
    title: 'form.load',
    titleValues: { name: object.metadata.name },
    hint: 'form.loadHint',
    start: { amount: presentLoad(target) },
    yes: 'form.loadYes',
    fields: () => [
      { name: 'amount', label: 'form.loadAmount', type: 'text', options: words(LOADS) },
    ],
    line: ({ amount }) =>
      isLoad(filled(amount))
        ? { command: loadLine(target, filled(amount)), near: nearOf(target) }
        : undefined,
    act: ({ amount }) => giveLoad(target, filled(amount)),
  }
}

const FORMS: Readonly<Record<FormName, (object: ApiObject) => Form>> = {
  scale: scaleForm,
  load: loadForm,
  image: imageForm,
  taint: taintForm,
  label: (object) => labelForm('label', object),
  annotate: (object) => labelForm('annotate', object),
  expand: expandForm,
  remove: removeForm,
}

export function formOf(name: FormName, object: ApiObject): Form {
  return FORMS[name](object)
}

/** Mounts the thing into the workload's pods; a Service selects them instead. */
export function mountForm(thing: ApiObject, workload: ApiObject): Form | undefined {
  if (thing.kind === 'Service') return selectForm(thing, workload)
  const template = templateOf(workload)
  const [first] = template?.containers ?? []
  if (!template || !first) return undefined
  const kind = thing.kind as MountKind
  const { name } = thing.metadata
  const mountedAs =
    kind === 'PersistentVolumeClaim' ? (['files'] as const) : (['files', 'env'] as const)
  return {
    title: 'form.mount',
    titleValues: {
      thing: `${kind} ${name}`,
      workload: `${workload.kind} ${workload.metadata.name}`,
    },
    hint:
      workload.kind === 'ReplicaSet' || workload.kind === 'ReplicationController'
        ? 'form.newPodsOnly'
        : 'form.rollout',
    start: { container: first.name, as: 'files', path: freePath(kind, template, first.name) },
    yes: 'form.mountYes',
    fields: ({ as }) => [
      {
        name: 'container',
        label: 'form.container',
        type: 'select',
        options: words(template.containers.map((one) => one.name)),
      },
      {
        name: 'as',
        label: 'form.as',
        type: 'select',
        options: mountedAs.map((value) => ({ value, label: `form.as.${value}` as const })),
      },
      ...(as === 'env' ? [] : ([{ name: 'path', label: 'form.path', type: 'text' }] as const)),
    ],
    line({ container = '', as = '', path = '' }) {
      if (as === 'files' && filled(path) === '') return undefined
      const mount = {
        kind,
        name,
        container,
        as: as === 'env' ? 'env' : 'files',
        path: filled(path),
      } as const
      return patchLine(targetOf(workload), mountPatch(workload.kind, template, mount))
    },
  }
}

function selectForm(
  service: ApiObject & { readonly kind: 'Service' },
  workload: ApiObject,
): Form | undefined {
  const labels = selectorOf(workload)
  if (!labels) return undefined
  return {
    title: 'form.select',
    titleValues: {
      thing: service.metadata.name,
      workload: `${workload.kind} ${workload.metadata.name}`,
    },
    hint: 'form.selectHint',
    start: {},
    yes: 'form.selectYes',
    fields: () => [],
    line: () => patchLine(targetOf(service), selectPatch(service.spec.selector, labels), 'merge'),
  }
}
