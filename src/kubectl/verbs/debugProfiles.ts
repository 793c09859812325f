import type { Container, Pod, SecurityContext } from '../../sim/types/index.ts'
import { Failure } from '../failure.ts'
import type { Call } from '../verb.ts'

/** What is debugged, and how: in the pod itself, in a copy of it, or in a pod of its own on a node. */
export type Style = 'ephemeral' | 'copy' | 'node'

type Change = (container: Container) => Container

interface DebugProfile {
  /** What the debugging container may do. */
  readonly container?: (style: Style) => Change
  /** A pod on a node uses its network and processes, and sees its files. */
  readonly host: { readonly namespaces: boolean; readonly root: boolean }
  /** Legacy copies keep all but their labels. */
  readonly keepsCopy?: true
}

function secured(change: (context: SecurityContext) => SecurityContext): Change {
  return (container) => ({ ...container, securityContext: change(container.securityContext ?? {}) })
}

function adds(...names: readonly string[]): Change {
  return secured((context) => ({
    ...context,
    capabilities: {
      ...context.capabilities,
      add: [...(context.capabilities?.add ?? []), ...names],
    },
  }))
}

const cleared: Change = ({ securityContext: _, ...container }) => container

const restricted: Change = (container) => ({
  ...container,
  securityContext: {
    allowPrivilegeEscalation: false,
    capabilities: { drop: ['ALL'] },
    runAsNonRoot: true,
    seccompProfile: { type: 'RuntimeDefault' },
  },
})

// k8s: kubectl/pkg/cmd/debug ProfileApplier.Apply (1.36)
const PROFILES: Readonly<Record<string, DebugProfile>> = {
  legacy: { host: { namespaces: true, root: true }, keepsCopy: true },
  general: {
    container: (style) => (style === 'node' ? cleared : adds('SYS_PTRACE')),
    host: { namespaces: true, root: true },
  },
  baseline: { container: () => cleared, host: { namespaces: false, root: false } },
  restricted: { container: () => restricted, host: { namespaces: false, root: false } },
  netadmin: {
    container: () => adds('NET_ADMIN', 'NET_RAW'),
    host: { namespaces: true, root: false },
  },
  sysadmin: {
    container: () => secured((context) => ({ ...context, privileged: true })),
    host: { namespaces: true, root: true },
  },
}

function profileOf({ flags }: Call): DebugProfile {
  const name = flags.text('profile')
  const found = Object.hasOwn(PROFILES, name) ? PROFILES[name] : undefined
  if (!found) throw new Failure(`unknown profile: ${name}`)
  return found
}

/** Throws for a profile that is none. */
export function requireProfile(call: Call): void {
  profileOf(call)
}

/** The debugging container with what its profile allows it. */
export function profiled<C extends Container>(call: Call, style: Style, container: C): C {
  return (profileOf(call).container?.(style)(container) ?? container) as C
}

function without<T extends object>(object: T, drop: Readonly<Record<string, boolean>>): T {
  const kept = Object.entries(object).filter(([key]) => drop[key] !== true)
  return Object.fromEntries(kept) as T
}

type Body = Pick<Pod, 'metadata' | 'spec'>

/** The copy as its profile leaves it: only the copied pod's programs, and nothing that selects or restarts it. */
export function trimmedCopy(call: Call, pod: Body): Body {
  const { flags } = call
  if (profileOf(call).keepsCopy)
    return { ...pod, metadata: without(pod.metadata, { labels: true }) }
  const metadata = without(pod.metadata, {
    labels: !flags.bool('keep-labels'),
    annotations: !flags.bool('keep-annotations'),
  })
  const probes = {
    livenessProbe: !flags.bool('keep-liveness'),
    readinessProbe: !flags.bool('keep-readiness'),
    startupProbe: !flags.bool('keep-startup'),
  }
  const spec = without(pod.spec, { initContainers: !flags.bool('keep-init-containers') })
  return {
    metadata,
    spec: {
      ...spec,
      containers: spec.containers.map((one) => without(one, probes)),
      shareProcessNamespace: spec.shareProcessNamespace ?? true,
    },
  }
}

const ROOT = 'host-root'

/** The pod on a node, with as much of the node as its profile gives it. */
export function hosted(call: Call, pod: Body): Body {
  const { namespaces, root } = profileOf(call).host
  const [first, ...rest] = pod.spec.containers
  const mounts = [{ mountPath: '/host', name: ROOT }]
  const containers =
    first && root ? [{ ...first, volumeMounts: mounts }, ...rest] : pod.spec.containers
  return {
    ...pod,
    spec: {
      ...pod.spec,
      containers,
      ...(namespaces ? { hostIPC: true, hostNetwork: true, hostPID: true } : {}),
      ...(root ? { volumes: [{ hostPath: { path: '/' }, name: ROOT }] } : {}),
    },
  }
}
